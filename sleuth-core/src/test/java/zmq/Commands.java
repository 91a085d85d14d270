package zmq;

/** Makes what JeroMQ keeps to itself. */
public final class Commands {
    private Commands() {}

    /** A command that runs {@code work} where it is processed. */
    public static Command running(Runnable work) {
        ZObject destination = new ZObject((Ctx) null, 0) {
            @Override
            protected void processStop() {
                work.run();
            }
        };
        return new Command(destination, Command.Type.STOP);
    }
}
