/* One client: connects, upgrades to WebSocket, joins the namespace, answers pings, hands on updates. */
#define _GNU_SOURCE
#include "load.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

#define UPDATE_HEAD "42/live,[\"update\",{\"region\":\""
#define SEQ_HEAD "\",\"seq\":"
#define START(text, length, prefix) \
    ((length) >= sizeof(prefix) - 1 && memcmp((text), (prefix), sizeof(prefix) - 1) == 0)

bool raw_frames;
long lost_clients;
void (*on_update)(struct client *, const char *, size_t, long, size_t, int64_t) = note_seq;
void (*on_ready)(struct client *);
void (*on_ack)(struct client *, const char *, size_t, int64_t);

static char arrived[1 << 18];

void note_seq(struct client *client, const char *region, size_t length, long seq, size_t size, int64_t at) {
    (void)region, (void)length, (void)size;
    if (seq > client->seq) {
        client->seq = seq;
        client->seq_at = at;
    }
}

void client_open(struct client *client) {
    int on = 1;
    client->source.fd = socket(server_address.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (client->source.fd < 0) {
        perror("socket");
        exit(1);
    }
    setsockopt(client->source.fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    client->stage = CONNECTING;
    client->kept_length = 0;
    client->leaving = false;
    int done = connect(client->source.fd, (struct sockaddr *)&server_address, server_address_length);
    if (done < 0 && errno != EINPROGRESS) {
        client_close(client);
        return;
    }
    watch(&client->source, EPOLLOUT);
}

void client_close(struct client *client) {
    if (client->stage == READY && !client->leaving)
        lost_clients++;
    close(client->source.fd);
    client->source.fd = -1;
    client->stage = CLOSED;
}

static void send_all(struct client *client, const char *bytes, size_t length) {
    /* What a client says is far below the kernel's buffer; if that is full, the server is stuck. */
    if (send(client->source.fd, bytes, length, MSG_NOSIGNAL) != (ssize_t)length)
        client_close(client);
}

void client_send_text(struct client *client, const char *text, size_t length) {
    /* A client's frame must be masked; the mask of zeros leaves the text as it is. */
    char frame[4096] = {(char)0x81};
    size_t head = 2;
    if (length < 126) {
        frame[1] = (char)(0x80 | length);
    } else {
        frame[1] = (char)(0x80 | 126);
        frame[2] = (char)(length >> 8);
        frame[3] = (char)length;
        head = 4;
    }
    if (head + 4 + length > sizeof frame) {
        fprintf(stderr, "a client's message is too long\n");
        exit(1);
    }
    memset(frame + head, 0, 4);
    memcpy(frame + head + 4, text, length);
    send_all(client, frame, head + 4 + length);
}

static void ask_for_upgrade(struct client *client) {
    char request[512];
    int length = snprintf(request, sizeof request,
                          "GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                          "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n",
                          raw_frames ? "/" : "/socket.io/?EIO=4&transport=websocket");
    client->stage = UPGRADING;
    change_watch(&client->source, EPOLLIN);
    send_all(client, request, (size_t)length);
}

static void ready(struct client *client) {
    client->stage = READY;
    if (on_ready)
        on_ready(client);
}

static void join(struct client *client) {
    char text[512];
    int length = client->token ? snprintf(text, sizeof text, "40/live,{\"token\":\"%s\"}", client->token)
                               : snprintf(text, sizeof text, "40/live,");
    client->stage = JOINING;
    client_send_text(client, text, (size_t)length);
}

static void take_event(struct client *client, const char *text, size_t length) {
    if (!START(text, length, UPDATE_HEAD))
        return;
    const char *region = text + sizeof(UPDATE_HEAD) - 1;
    const char *end = memchr(region, '"', length - (size_t)(region - text));
    if (!end || !START(end, length - (size_t)(end - text), SEQ_HEAD))
        return;
    on_update(client, region, (size_t)(end - region), strtol(end + sizeof(SEQ_HEAD) - 1, NULL, 10), length,
              now_ns());
}

/* One Engine.IO packet: 0 open, 2 ping, 4 message; inside a message 0 joined, 1 left, 2 event, 3 ack, 4 refused. */
static void take_text(struct client *client, const char *text, size_t length) {
    if (raw_frames || START(text, length, "42"))
        take_event(client, text, length);
    else if (START(text, length, "0"))
        join(client);
    else if (START(text, length, "2"))
        client_send_text(client, "3", 1);
    else if (START(text, length, "40/live"))
        ready(client);
    else if (START(text, length, "43/live,") && on_ack)
        on_ack(client, text + 8, length - 8, now_ns());
    else if (START(text, length, "41") || START(text, length, "44"))
        client_close(client);
}

/* Take whole frames from the front of `bytes`; how many bytes they were. The byte after `length` is writable. */
static size_t take_frames(struct client *client, char *bytes, size_t length) {
    size_t taken = 0;
    while (client->stage >= OPENING && length - taken >= 2) {
        unsigned char *head = (unsigned char *)bytes + taken;
        size_t size = head[1] & 127, header = size == 126 ? 4 : size == 127 ? 10 : 2;
        if (length - taken < header)
            break;
        if (size >= 126) {
            size = 0;
            for (size_t place = 2; place < header; place++)
                size = size << 8 | head[place];
        }
        if (length - taken < header + size)
            break;
        char *text = bytes + taken + header, after = text[size];
        taken += header + size;
        if ((head[0] & 15) == 8) {
            client_close(client);
        } else if ((head[0] & 15) == 1) {
            text[size] = 0; /* so that numbers end */
            take_text(client, text, size);
            text[size] = after;
        }
    }
    return taken;
}

static size_t take(struct client *client, char *bytes, size_t length) {
    size_t head = 0;
    if (client->stage == UPGRADING) {
        char *end = memmem(bytes, length, "\r\n\r\n", 4);
        if (!end)
            return 0;
        if (!START(bytes, length, "HTTP/1.1 101")) {
            client_close(client);
            return length;
        }
        head = (size_t)(end - bytes) + 4;
        client->stage = OPENING;
        if (raw_frames)
            ready(client);
    }
    return head + take_frames(client, bytes + head, length - head);
}

static void keep(struct client *client, const char *bytes, size_t length) {
    client->kept_length = length;
    if (!length)
        return;
    if (client->kept_room < length + 1) {
        client->kept_room = length + 4096;
        client->kept = grown(client->kept, client->kept_room);
    }
    memmove(client->kept, bytes, length);
}

static void receive(struct client *client) {
    ssize_t length = recv(client->source.fd, arrived, sizeof arrived - 1, 0);
    if (length < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (length <= 0) {
        client_close(client);
        return;
    }
    char *bytes = arrived;
    size_t total = (size_t)length;
    if (client->kept_length) {
        size_t before = client->kept_length;
        if (client->kept_room < before + total + 1) {
            client->kept_room = (before + total) * 2;
            client->kept = grown(client->kept, client->kept_room);
        }
        memcpy(client->kept + before, arrived, total);
        bytes = client->kept;
        total += before;
    }
    size_t taken = take(client, bytes, total);
    if (client->stage != CLOSED)
        keep(client, bytes + taken, total - taken);
}

void client_event(struct client *client, uint32_t events) {
    if (client->stage == CLOSED)
        return;
    if (client->stage == CONNECTING) {
        if (events & (EPOLLERR | EPOLLHUP))
            client_close(client);
        else
            ask_for_upgrade(client);
        return;
    }
    receive(client);
}
