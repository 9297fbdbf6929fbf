package dev.murre.kernel.net;

/// States of a TCP connection with the numbers Linux shows in `/proc/net/tcp` and `TCP_INFO`.
enum TcpState {
    ESTABLISHED(1),
    SYN_SENT(2),
    SYN_RECV(3),
    FIN_WAIT1(4),
    FIN_WAIT2(5),
    TIME_WAIT(6),
    CLOSE(7),
    CLOSE_WAIT(8),
    LAST_ACK(9),
    LISTEN(10),
    CLOSING(11);

    final int number;

    TcpState(int number) {
        this.number = number;
    }
}
