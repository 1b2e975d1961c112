package dev.sessioncleanup.k8s;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.config.YamlProcessor;
import org.springframework.core.io.ByteArrayResource;

/**
 * Reads Kubernetes objects into their classes. A field that the class does not have fails, with its
 * path; so does a key that is there twice.
 */
final class StrictYaml extends YamlProcessor {
  private static final Map<String, Class<? extends HasMetadata>> TYPES =
      Map.of(
          "v1 ServiceAccount", ServiceAccount.class,
          "v1 ConfigMap", ConfigMap.class,
          "v1 Secret", Secret.class,
          "batch/v1 Job", Job.class,
          "batch/v1 CronJob", CronJob.class,
          "networking.k8s.io/v1 NetworkPolicy", NetworkPolicy.class,
          "external-secrets.io/v1 ExternalSecret", ExternalSecret.class);

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .annotationIntrospector(new WithoutAdditionalProperties())
          .build();

  private StrictYaml(String yaml) {
    setResources(new ByteArrayResource(yaml.getBytes(StandardCharsets.UTF_8)));
  }

  static List<HasMetadata> read(String yaml) {
    return documents(yaml).stream().map(StrictYaml::typed).toList();
  }

  static List<Map<String, Object>> documents(String yaml) {
    List<Map<String, Object>> documents = new ArrayList<>();
    new StrictYaml(yaml).process((properties, document) -> documents.add(document));
    return documents;
  }

  private static HasMetadata typed(Map<String, Object> document) {
    String type = document.get("apiVersion") + " " + document.get("kind");
    Class<? extends HasMetadata> known = TYPES.get(type);
    if (known == null) {
      throw new IllegalArgumentException("unknown type: " + type);
    }
    return MAPPER.convertValue(document, known);
  }

  /** The classes would keep every unknown field, at every level, in a map. */
  private static final class WithoutAdditionalProperties extends JacksonAnnotationIntrospector {
    private static final long serialVersionUID = 1;

    @Override
    public Boolean hasAnySetter(Annotated member) {
      return false;
    }
  }
}
