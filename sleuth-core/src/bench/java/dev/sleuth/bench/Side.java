package dev.sleuth.bench;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * One side of one contender in a process of its own. It says {@code ready}; a calling side then obeys the lines
 * {@code CALLERS MILLIS} on its standard input with a {@link Window} each. It ends when that input ends, so that it
 * never outlives who started it.
 */
public final class Side {
    static final int BODY_BYTES = 100;
    static final String READY = "ready ";

    private Side() {}

    /** {@code serve CONTENDER}, or {@code call CONTENDER ADDRESS}. */
    public static void main(String[] args) throws Exception {
        PrintStream answers = System.out;
        // Whatever a library prints must not come between the answers.
        System.setOut(System.err);
        Contender contender = Contenders.named(args[1]);
        Contender.Client client = null;
        if (args[0].equals("serve")) {
            answers.println(READY + contender.serve().address());
        } else {
            client = contender.connect(args[2]);
            answers.println(READY + "to call");
        }
        obey(client, answers);
        System.exit(0);
    }

    private static void obey(Contender.Client client, PrintStream answers) throws Exception {
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        byte[] body = new byte[BODY_BYTES];
        for (int i = 0; i < body.length; i++) {
            body[i] = (byte) (i * 31);
        }
        String order = orders.readLine();
        while (order != null) {
            String[] words = order.split(" ");
            answers.println(client.load(Integer.parseInt(words[0]), Long.parseLong(words[1]), body)
                    .line());
            order = orders.readLine();
        }
    }
}
