package dev.sessioncleanup.k8s;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.List;

/** The fields of the External Secrets Operator's resource that our example uses. */
final class ExternalSecret implements HasMetadata {
  private String apiVersion = "";
  private String kind = "";
  private ObjectMeta metadata = new ObjectMeta();
  private Spec spec = new Spec("", new Store("", ""), List.of());

  record Spec(String refreshInterval, Store secretStoreRef, List<Data> data) {}

  record Store(String kind, String name) {}

  record Data(String secretKey, Remote remoteRef) {}

  record Remote(String key, String property) {}

  @Override
  public ObjectMeta getMetadata() {
    return metadata;
  }

  @Override
  public void setMetadata(ObjectMeta metadata) {
    this.metadata = metadata;
  }

  @Override
  public String getKind() {
    return kind;
  }

  public void setKind(String kind) {
    this.kind = kind;
  }

  @Override
  public String getApiVersion() {
    return apiVersion;
  }

  @Override
  public void setApiVersion(String apiVersion) {
    this.apiVersion = apiVersion;
  }

  public Spec getSpec() {
    return spec;
  }

  public void setSpec(Spec spec) {
    this.spec = spec;
  }
}
