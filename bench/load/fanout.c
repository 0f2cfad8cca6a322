/* Fan-out: have the server send to all clients, and see when the last one has it.
 *
 * A server under test listens on a second port, the control port. Four bytes there, a number in network
 * order, make it send one update of that many bytes to everybody, numbered from FIRST on.
 */
#include "load.h"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#define FIRST 1000000
#define LOOK_NS 50000
#define KEPT 1024 /* more than messages are ever under way */

static int control = -1;
static long next_seq = FIRST;
static size_t receivers;
static struct {
    int64_t sent;
    size_t have;
} messages[KEPT];
static int under_way, wanted_size;
static long deliveries, out_of_order, wrong_size;
static int64_t last_at;
static struct samples to_last;

static void take_update(struct client *client, const char *region, size_t length, long seq, size_t size,
                        int64_t at) {
    (void)region, (void)length;
    out_of_order += seq != client->seq + 1;
    wrong_size += size != (size_t)wanted_size;
    client->seq = seq;
    deliveries++;
    if (seq < FIRST || seq >= next_seq || ++messages[seq % KEPT].have < receivers)
        return;
    last_at = at;
    samples_add(&to_last, at - messages[seq % KEPT].sent);
    under_way--;
}

static void open_control(void) {
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)control_port)};
    int on = 1;
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    control = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (connect(control, (struct sockaddr *)&to, sizeof to) < 0) {
        perror("control port");
        exit(1);
    }
    setsockopt(control, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

static void begin(int size) {
    if (control < 0)
        open_control();
    wanted_size = size;
    receivers = ready_clients('w');
    on_update = take_update;
    for (size_t each = 0; each < client_count; each++)
        clients[each]->seq = next_seq - 1;
    deliveries = out_of_order = wrong_size = under_way = 0;
    last_at = lost_clients = 0;
}

static void send_one(void) {
    uint32_t size = htonl((uint32_t)wanted_size);
    messages[next_seq % KEPT].have = 0;
    messages[next_seq % KEPT].sent = now_ns();
    next_seq++;
    under_way++;
    if (send(control, &size, sizeof size, MSG_NOSIGNAL) != sizeof size) {
        perror("control port");
        exit(1);
    }
}

/* Take what has arrived, and sleep a moment when that was all. A client that waits in epoll is woken by
 * the sender's own system call, and the more idle the client the more of that the sender pays; on a
 * network nobody does. */
static void look(void) {
    if (loop_once(0) < BATCH)
        nanosleep(&(struct timespec){.tv_nsec = LOOK_NS}, NULL);
}

static double own_cpu(void) {
    struct rusage used;
    getrusage(RUSAGE_SELF, &used);
    return (double)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
           (double)(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6;
}

static void report(int64_t start, double cpu) {
    double seconds = (double)(last_at - start) / 1e9;
    printf("{\"clients\":%zu,\"messages\":%zu,\"deliveries\":%ld,\"seconds\":%.4f,\"per_second\":%.1f,"
           "\"unfinished\":%d,\"lost\":%ld,\"out_of_order\":%ld,\"wrong_size\":%ld,\"client_cpu\":%.3f,",
           receivers, to_last.count, deliveries, seconds, seconds > 0 ? (double)deliveries / seconds : 0.0,
           under_way, lost_clients, out_of_order, wrong_size, own_cpu() - cpu);
    samples_print("to_last_ms", &to_last);
    printf("}\n");
    on_update = note_seq;
}

/* sustain SECONDS SIZE WINDOW: as fast as it goes with at most WINDOW messages not yet with everybody. */
void command_sustain(double seconds, int size, int window) {
    begin(size);
    double cpu = own_cpu();
    int64_t start = now_ns(), end = start + (int64_t)(seconds * 1e9), give_up = end + 30 * (int64_t)1000000000;
    for (;;) {
        int64_t now = now_ns();
        while (now < end && under_way < window)
            send_one();
        if ((now >= end && !under_way) || now > give_up || lost_clients)
            break;
        look();
    }
    report(start, cpu);
}

/* single COUNT SIZE GAP: one message after the other, GAP ms after everybody has the one before. */
void command_single(int count, int size, double gap_ms) {
    begin(size);
    double cpu = own_cpu();
    int64_t start = now_ns(), give_up = start + 60 * (int64_t)1000000000;
    for (int sent = 0; sent < count && !lost_clients; sent++) {
        send_one();
        while (under_way && now_ns() < give_up && !lost_clients)
            look();
        for (int64_t until = now_ns() + (int64_t)(gap_ms * 1e6); now_ns() < until;)
            look();
    }
    report(start, cpu);
}
