package dev.sessioncleanup.pave;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** PAVE over HTTP: one signed request a call, and what its reply proves. */
final class HttpPave implements Pave {
  private static final Logger log = LoggerFactory.getLogger(HttpPave.class);

  private final URI baseUrl;
  private final Wire wire;
  private final RequestSigner signer;
  private final NoEvidence noEvidence;

  HttpPave(URI baseUrl, Wire wire, RequestSigner signer, NoEvidence noEvidence) {
    this.baseUrl = baseUrl;
    this.wire = wire;
    this.signer = signer;
    this.noEvidence = noEvidence;
  }

  @Override
  public Reply.OfDelete delete(String sessionKey) {
    return evidence(sessionKey).ofDelete(wire.exchange(signer.sign(request(sessionKey).DELETE())));
  }

  @Override
  public Reply.OfLookup lookUp(String sessionKey) {
    return evidence(sessionKey).ofLookup(wire.exchange(signer.sign(request(sessionKey).GET())));
  }

  /** Signs a request that is thrown away, and sends one, unsigned, to this very process. */
  @Override
  public void warmUp() {
    signer.sign(request("none").DELETE()).build();
    try (Rehearsal rehearsal = new Rehearsal()) {
      wire.exchange(HttpRequest.newBuilder(rehearsal.address(baseUrl.getScheme())).DELETE());
    } catch (IOException unprepared) {
      log.debug("No rehearsal: the first call may leave late.", unprepared);
    }
  }

  private Evidence evidence(String sessionKey) {
    return new Evidence(sessionKey, noEvidence);
  }

  private HttpRequest.Builder request(String sessionKey) {
    return HttpRequest.newBuilder(
            URI.create(baseUrl + "/sessions/" + SessionKey.pathSegment(sessionKey)))
        .header("Accept", "application/json")
        // Saying nothing would permit a compressed reply, which could not be read as evidence.
        .header("Accept-Encoding", "identity")
        .header("User-Agent", "session-cleanup");
  }
}
