package dev.sleuth;

import dev.sleuth.rpc.EnvelopeCodec;
import dev.sleuth.rpc.Handler;
import dev.sleuth.rpc.Request;
import dev.sleuth.rpc.Response;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has the handler answer, and makes a payload of it: exactly one comes of each request, whatever the handler does. */
final class Answers {
  /** What goes back to the caller. */
  record Answer(int status, byte[] payload) {}

  private static final Logger LOG = LoggerFactory.getLogger(Answers.class);

  private final Handler handler;
  private final EnvelopeCodec codec;

  /** @param handler null if there is none; then nothing is asked */
  Answers(Handler handler, EnvelopeCodec codec) {
    this.handler = handler;
    this.codec = codec;
  }

  /** On the handler's thread. {@code handle} is the caller's name for the request. */
  Answer answer(String handle, Request request) {
    Response refusal = Response.of(500);
    try {
      Response response = handler.handle(request);
      if (response == null) {
        LOG.warn("the handler answered {} with null", request);
      } else if (response.body().length > codec.maxBody()) {
        LOG.warn("the handler answered {} with {} bytes; {} are allowed", request, response.body().length, codec.maxBody());
        refusal = refusal.withBody("the response is longer than " + codec.maxBody() + " bytes");
      } else {
        byte[] payload = codec.encode(handle, response);
        if (payload.length <= codec.maxPayload()) {
          return new Answer(response.status(), payload);
        }
        LOG.warn("the handler answered {} with headers that are too long", request);
        refusal = refusal.withBody("the response's headers are too long");
      }
    } catch (Exception | Error failure) {
      LOG.warn("the handler failed at {}", request, failure);
    }
    return new Answer(refusal.status(), codec.encode(handle, refusal));
  }
}
