package dev.sleuth.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sleuth.zre.Reason;

/** Any payload is a request, a response, or unreadable for a reason with a number; and never larger than its limit. */
public final class EnvelopeFuzz {
    private static final EnvelopeCodec CODEC = new EnvelopeCodec("SLEUTH-v1", 1_000);

    private EnvelopeFuzz() {}

    /** Called by the fuzzer. */
    public static void fuzzerTestOneInput(byte[] payload) {
        Envelope envelope = CODEC.decode(payload);
        if (envelope instanceof Envelope.Question question) {
            assertThat(question.request().body()).hasSizeLessThanOrEqualTo(CODEC.maxPayload());
            assertThat(question.request().method()).isNotNull();
            assertThat(question.request().url()).isNotNull();
            // Whoever asks can be answered, whatever it calls its question.
            assertThat(CODEC.encode(question.handle(), Response.of(200))).isNotEmpty();
        } else if (envelope instanceof Envelope.Answer answer) {
            assertThat(answer.response().body()).hasSizeLessThanOrEqualTo(CODEC.maxPayload());
        } else {
            // Every code has a reason to be counted by.
            assertThat(Reason.payload(((Envelope.Unreadable) envelope).code())).isNotNull();
        }
        Envelope small = CODEC.decodeSmall(payload);
        if (small != null) {
            assertThat(small.getClass()).isEqualTo(envelope.getClass());
        }
    }
}
