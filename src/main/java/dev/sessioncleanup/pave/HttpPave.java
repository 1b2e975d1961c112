package dev.sessioncleanup.pave;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** PAVE over HTTP: one signed request per call, and what its reply proves. */
final class HttpPave implements Pave {
  private static final Logger log = LoggerFactory.getLogger(HttpPave.class);

  private final URI baseUrl;
  private final HttpTransport transport;
  private final RequestSigner signer;
  private final NoEvidence noEvidence;

  HttpPave(URI baseUrl, HttpTransport transport, RequestSigner signer, NoEvidence noEvidence) {
    this.baseUrl = baseUrl;
    this.transport = transport;
    this.signer = signer;
    this.noEvidence = noEvidence;
  }

  @Override
  public Reply.OfDelete delete(String sessionKey) {
    return evidence(sessionKey)
        .ofDelete(transport.exchange(signer.sign(session(sessionKey).DELETE())));
  }

  @Override
  public Reply.OfLookup lookUp(String sessionKey) {
    return evidence(sessionKey)
        .ofLookup(transport.exchange(signer.sign(session(sessionKey).GET())));
  }

  @Override
  public Reply.OfProbe probe() {
    return Evidence.ofProbe(
        transport.exchange(signer.sign(request("/callbacks").GET())), noEvidence);
  }

  /**
   * Signs a request that is not sent, and sends an unsigned request to a server in this process.
   */
  @Override
  public void warmUp() {
    signer.sign(session("none").DELETE()).build();
    transport.warmUp(this::callServerOfThisProcess);
  }

  private void callServerOfThisProcess() {
    try (WarmUpServer server = WarmUpServer.start()) {
      transport.exchange(HttpRequest.newBuilder(server.address(baseUrl.getScheme())).DELETE());
    } catch (IOException notListening) {
      log.debug(
          "The HTTP client could not be warmed up. The first call may be late.", notListening);
    }
  }

  private Evidence evidence(String sessionKey) {
    return new Evidence(sessionKey, noEvidence);
  }

  private HttpRequest.Builder session(String sessionKey) {
    return request("/sessions/" + SessionKey.pathSegment(sessionKey));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(baseUrl + path))
        .header("Accept", "application/json")
        // Without this header the reply may be compressed, and could not be read as evidence.
        .header("Accept-Encoding", "identity")
        .header("User-Agent", "session-cleanup");
  }
}
