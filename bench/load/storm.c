/* A storm: a whole group is cut, comes back at once, and asks what it missed. */
#define _GNU_SOURCE
#include "load.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define RETRY 500000000 /* ns */

static char sync_text[256];
static int sync_length;
static char storming;
static long wanted_seq, refused;
static int64_t began;
static struct samples joined, in_step;

void command_cut(char label) {
    size_t cut = 0;
    for (size_t each = 0; each < client_count; each++) {
        if (clients[each]->label != label || clients[each]->stage == CLOSED)
            continue;
        clients[each]->leaving = true;
        client_close(clients[each]);
        cut++;
    }
    printf("{\"cut\":%zu}\n", cut);
}

static void arrive(struct client *client, int64_t at) {
    if (client->label == storming && !client->in_step) {
        client->in_step = true;
        samples_add(&in_step, at - began);
    }
}

static void ask_what_was_missed(struct client *client) {
    if (client->label != storming)
        return;
    samples_add(&joined, now_ns() - began);
    client_send_text(client, sync_text, (size_t)sync_length);
}

static void take_ack(struct client *client, const char *body, size_t length, int64_t at) {
    const char *end = body + length, *key = "\"seq\":";
    for (const char *next = body; (next = memmem(next, (size_t)(end - next), key, 6)); next += 6)
        if (strtol(next + 6, NULL, 10) >= wanted_seq)
            arrive(client, at);
}

static void take_update(struct client *client, const char *region, size_t length, long seq, size_t size,
                        int64_t at) {
    note_seq(client, region, length, seq, size, at);
    if (seq >= wanted_seq)
        arrive(client, at);
}

/* Open those that are closed; how many of the group are still behind. */
static size_t open_closed(char label) {
    size_t behind = 0;
    for (size_t each = 0; each < client_count; each++) {
        struct client *client = clients[each];
        if (client->label != label)
            continue;
        behind += !client->in_step;
        if (client->stage == CLOSED) {
            client_open(client);
            refused++;
        }
    }
    return behind;
}

/* back LABEL KNOWN WANTED SECONDS: all connect in the same moment, sync from KNOWN, and are in step with an
 * update of WANTED or later. One that is refused tries again half a second later. */
void command_back(char label, long known, long wanted, double seconds) {
    size_t group = 0;
    sync_length = snprintf(sync_text, sizeof sync_text,
                           "42/live,1[\"sync\",{\"stage\":%ld,\"reporter-intake\":%ld,\"reporter-mine\":%ld,"
                           "\"screen\":%ld}]",
                           known, known, known, known);
    storming = label;
    wanted_seq = wanted;
    for (size_t each = 0; each < client_count; each++) {
        if (clients[each]->label != label)
            continue;
        clients[each]->in_step = false;
        clients[each]->seq = known;
        group++;
    }
    on_ready = ask_what_was_missed;
    on_ack = take_ack;
    on_update = take_update;
    began = now_ns();
    lost_clients = 0;
    open_closed(label);
    refused = 0;
    int64_t deadline = began + (int64_t)(seconds * 1e9), retry = began + RETRY;
    while (in_step.count < group && now_ns() < deadline) {
        loop_once(10000000);
        if (now_ns() > retry) {
            open_closed(label);
            retry = now_ns() + RETRY;
        }
    }
    printf("{\"clients\":%zu,\"in_step\":%zu,\"retries\":%ld,\"lost\":%ld,", group, in_step.count, refused,
           lost_clients);
    samples_print("joined_ms", &joined);
    printf(",");
    samples_print("in_step_ms", &in_step);
    printf("}\n");
    on_ready = NULL;
    on_ack = NULL;
    on_update = note_seq;
}
