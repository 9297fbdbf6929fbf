package dev.murre.kernel.net;

/// Options of the socket level, socket(7).
final class SockOptions {
    static final int DEFAULT_BUFFER = 212992;
    static final int MAX_BUFFER = 212992;
    static final int MIN_SEND_BUFFER = 4608;
    static final int MIN_RECEIVE_BUFFER = 2304;

    boolean reuseAddress;
    boolean reusePort;
    boolean keepAlive;
    boolean broadcast;
    boolean outOfBandInline;
    boolean dontRoute;
    boolean debug;
    boolean passCredentials;
    boolean passSecurity;
    boolean noCheck;
    boolean lingerOn;
    int lingerSeconds;
    int sendBuffer = DEFAULT_BUFFER;
    int receiveBuffer = DEFAULT_BUFFER;
    int receiveLowWater = 1;
    int priority;
    int mark;
    long receiveTimeoutNanos;
    long sendTimeoutNanos;
    int timestamps;
    int peekOffset = -1;
    String device = "";

    void inherit(SockOptions from) {
        reuseAddress = from.reuseAddress;
        reusePort = from.reusePort;
        keepAlive = from.keepAlive;
        outOfBandInline = from.outOfBandInline;
        lingerOn = from.lingerOn;
        lingerSeconds = from.lingerSeconds;
        sendBuffer = from.sendBuffer;
        receiveBuffer = from.receiveBuffer;
        receiveLowWater = from.receiveLowWater;
        receiveTimeoutNanos = from.receiveTimeoutNanos;
        sendTimeoutNanos = from.sendTimeoutNanos;
        priority = from.priority;
        passCredentials = from.passCredentials;
    }
}
