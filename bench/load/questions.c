/* Questions over the API, each timed to its answer and to the update on the moderator's socket. */
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

#define SECOND ((int64_t)1000000000)
#define PATIENCE (15 * SECOND)
/* The length of a real question, so that rows and regions have real sizes. */
#define FILLER                                                                                             \
    "Xin hỏi lãnh đạo phường: tiến độ sửa chữa hệ thống thoát nước trên địa bàn đến nay ra sao, và bao "  \
    "giờ người dân hết cảnh ngập sau mỗi trận mưa lớn?"

/* One kept-alive HTTP connection. */
struct slot {
    struct source source;
    long asked; /* index of the question under way, -1: none */
    size_t length;
    char answer[1 << 16];
};

struct asked {
    int64_t due, answered;
    long seq;
    int status;
};

static struct asked *questions;
static size_t question_count, question_room;
static size_t under_way;
static struct {
    int64_t at;
    long seq;
} *seen;
static size_t seen_count, seen_room;
static long watcher_updates;

/* What the moderator's screen has, as it grows. */
static void take_update(struct client *client, const char *region, size_t length, long seq, size_t size,
                        int64_t at) {
    note_seq(client, region, length, seq, size, at);
    if (client->label != 'm') {
        watcher_updates++;
    } else if (!seen_count || seq > seen[seen_count - 1].seq) {
        if (seen_count == seen_room) {
            seen_room = seen_room ? seen_room * 2 : 1024;
            seen = grown(seen, seen_room * sizeof *seen);
        }
        seen[seen_count].at = at;
        seen[seen_count++].seq = seq;
    }
}

static void slot_open(struct slot *slot) {
    int on = 1;
    slot->source = (struct source){HTTP, socket(server_address.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0)};
    if (connect(slot->source.fd, (struct sockaddr *)&server_address, server_address_length) < 0) {
        perror("connect");
        exit(1);
    }
    setsockopt(slot->source.fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    slot->asked = -1;
    slot->length = 0;
    watch(&slot->source, EPOLLIN);
}

static void slot_ask(struct slot *slot, const char *token, const char *tag, const char *briefing, int64_t due) {
    char body[512], request[1024];
    if (question_count == question_room) {
        question_room = question_room ? question_room * 2 : 1024;
        questions = grown(questions, question_room * sizeof *questions);
    }
    slot->asked = (long)question_count;
    slot->length = 0;
    int size = snprintf(body, sizeof body, "{\"text\":\"%s %06ld " FILLER "\"}", tag, slot->asked);
    int length = snprintf(request, sizeof request,
                          "POST /api/v1/briefings/%s/questions HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                          "Authorization: Bearer %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n"
                          "Idempotency-Key: %s-%ld\r\n\r\n%s",
                          briefing, token, size, tag, slot->asked, body);
    questions[question_count++] = (struct asked){.due = due};
    under_way++;
    if (send(slot->source.fd, request, (size_t)length, MSG_NOSIGNAL) != length)
        fprintf(stderr, "a question could not be sent\n");
}

static void slot_end(struct slot *slot, int status, long seq) {
    if (slot->asked >= 0) {
        struct asked *asked = &questions[slot->asked];
        asked->answered = now_ns();
        asked->status = status;
        asked->seq = seq;
        slot->asked = -1;
        under_way--;
    }
}

void slot_event(struct slot *slot) {
    ssize_t got = recv(slot->source.fd, slot->answer + slot->length, sizeof slot->answer - 1 - slot->length,
                       MSG_DONTWAIT);
    if (got < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (got <= 0) {
        slot_end(slot, 0, 0);
        close(slot->source.fd);
        slot_open(slot);
        return;
    }
    slot->length += (size_t)got;
    slot->answer[slot->length] = 0;
    char *end = strstr(slot->answer, "\r\n\r\n");
    char *said = end ? strcasestr(slot->answer, "\r\nContent-Length:") : NULL;
    if (!said || slot->length < (size_t)(end - slot->answer) + 4 + strtoul(said + 17, NULL, 10))
        return;
    char *seq = NULL;
    for (char *next = end; (next = strstr(next, "\"seq\"")); next++)
        seq = next;
    slot_end(slot, atoi(slot->answer + 9), seq ? strtol(seq + 5 + strspn(seq + 5, ": "), NULL, 10) : 0);
}

/* For each question that was stored: from when it was due to its answer, and to the first update that
 * has it. Questions sent as the answers came are in no order of numbers, so each looks for its own. */
static void report(int64_t start, int64_t end) {
    struct samples answers = {0}, updates = {0};
    size_t created = 0, unseen = 0;
    printf("{\"failed\":[");
    for (size_t each = 0; each < question_count; each++) {
        struct asked *asked = &questions[each];
        if (asked->status != 201) {
            printf("%s[%zu,%d]", each - created ? "," : "", each, asked->status);
            continue;
        }
        created++;
        samples_add(&answers, asked->answered - asked->due);
        size_t low = 0, high = seen_count;
        while (low < high) {
            size_t middle = (low + high) / 2;
            if (seen[middle].seq < asked->seq)
                low = middle + 1;
            else
                high = middle;
        }
        if (low == seen_count)
            unseen++;
        else
            samples_add(&updates, seen[low].at - asked->due);
    }
    double seconds = (double)(end - start) / 1e9;
    printf("],\"asked\":%zu,\"created\":%zu,\"unseen\":%zu,\"seconds\":%.3f,\"per_second\":%.2f,"
           "\"moderator_updates\":%zu,\"watcher_updates\":%ld,\"lost\":%ld,",
           question_count, created, unseen, seconds, (double)created / seconds, seen_count, watcher_updates,
           lost_clients);
    samples_print("answer_ms", &answers);
    printf(",");
    samples_print("update_ms", &updates);
    printf("}\n");
}

static struct client *moderator(void) {
    for (size_t each = 0; each < client_count; each++)
        if (clients[each]->label == 'm' && clients[each]->stage == READY)
            return clients[each];
    return NULL;
}

static void await_moderator(void) {
    struct client *client = moderator();
    long last = 0;
    for (size_t each = 0; each < question_count; each++)
        if (questions[each].seq > last)
            last = questions[each].seq;
    for (int64_t deadline = now_ns() + PATIENCE; client && client->seq < last && now_ns() < deadline;)
        loop_once(SECOND / 100);
}

/* ask RATE SECONDS SLOTS TOKENS TAG BRIEFING: so many a second at even times, or with rate 0 as fast as
 * the answers come. A question is due at its time, whether a slot is free then or not. */
void command_ask(double rate, double seconds, int slots, const char *token_file, const char *tag,
                 const char *briefing) {
    size_t token_count;
    char **tokens = read_lines(token_file, &token_count);
    struct slot *all = calloc((size_t)slots, sizeof *all);
    question_count = seen_count = under_way = 0;
    watcher_updates = lost_clients = 0;
    on_update = take_update;
    for (int each = 0; each < slots; each++)
        slot_open(&all[each]);
    int64_t start = now_ns(), end = start + (int64_t)(seconds * 1e9), now;
    size_t planned = (size_t)(rate * seconds);
    for (;;) {
        now = now_ns();
        int64_t due = rate > 0 ? start + (int64_t)((double)question_count / rate * 1e9) : now;
        bool more = rate > 0 ? question_count < planned : now < end;
        for (int each = 0; each < slots && more && due <= now; each++) {
            if (all[each].asked >= 0)
                continue;
            slot_ask(&all[each], tokens[question_count % token_count], tag, briefing, due);
            due = rate > 0 ? start + (int64_t)((double)question_count / rate * 1e9) : now;
            more = rate > 0 ? question_count < planned : true;
        }
        if ((!more && !under_way) || now > end + PATIENCE)
            break;
        loop_once(more && due > now ? due - now : SECOND / 100);
    }
    await_moderator();
    report(start, now);
    on_update = note_seq;
    for (int each = 0; each < slots; each++)
        close(all[each].source.fd);
    free(all);
}
