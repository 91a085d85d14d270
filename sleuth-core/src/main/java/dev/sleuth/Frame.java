package dev.sleuth;

import zmq.Msg;

/**
 * A frame that is being received. ZMTP lets the other end of a connection say for how long it may be silent (PING, RFC
 * 37); JeroMQ starts a timer then, which holds the connection for up to two hours after its end, and looks at all
 * timers whenever anything happens. The protocol has its own signs of life, so whatever it says, it says zero.
 */
class Frame extends Msg {
    Frame(int size) {
        super(size);
    }

    /** JeroMQ reads nothing but that time in this way. */
    @Override
    public int getShort(int index) {
        return 0;
    }
}
