/* Groups of clients: connect them, and wait until all have an update. */
#include "load.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define AT_ONCE 200

struct client **clients;
size_t client_count;

char **read_lines(const char *file, size_t *count) {
    char **lines = NULL, *line = NULL;
    size_t room = 0;
    FILE *from = fopen(file, "r");
    if (!from) {
        perror(file);
        exit(1);
    }
    *count = 0;
    for (ssize_t length; (length = getline(&line, &room, from)) > 0;) {
        line[strcspn(line, "\r\n")] = 0;
        lines = grown(lines, (*count + 1) * sizeof *lines);
        lines[(*count)++] = strdup(line);
    }
    free(line);
    fclose(from);
    return lines;
}

static size_t in_stage(char label, enum stage from, enum stage to) {
    size_t found = 0;
    for (size_t each = 0; each < client_count; each++)
        found += clients[each]->label == label && clients[each]->stage >= from && clients[each]->stage <= to;
    return found;
}

size_t ready_clients(char label) { return in_stage(label, READY, READY); }

/* connect LABEL COUNT TOKENS: add clients; those beyond the number of tokens begin again with the first.
 * "-" connects without a token. Few are in their handshake at the same time. */
void command_connect(char label, size_t count, const char *token_file) {
    size_t token_count = 0, first = client_count, opened = 0;
    char **tokens = strcmp(token_file, "-") ? read_lines(token_file, &token_count) : NULL;
    int64_t start = now_ns(), deadline = start + 120 * (int64_t)1000000000;
    clients = grown(clients, (client_count + count) * sizeof *clients);
    for (; client_count < first + count; client_count++) {
        struct client *client = clients[client_count] = calloc(1, sizeof *client);
        client->source = (struct source){CLIENT, -1};
        client->label = label;
        client->token = tokens ? tokens[(client_count - first) % token_count] : NULL;
    }
    for (;;) {
        size_t under_way = in_stage(label, CONNECTING, JOINING);
        for (; opened < count && under_way < AT_ONCE; under_way++)
            client_open(clients[first + opened++]);
        if ((opened == count && under_way == 0) || now_ns() > deadline)
            break;
        loop_once(20000000);
    }
    printf("{\"wanted\":%zu,\"connected\":%zu,\"seconds\":%.3f}\n", count, in_stage(label, READY, READY),
           (double)(now_ns() - start) / 1e9);
}

/* await LABEL SEQ SECONDS: until each client of the group has an update with this number or a higher one. */
void command_await(char label, long seq, double seconds) {
    int64_t start = now_ns(), deadline = start + (int64_t)(seconds * 1e9), last = 0;
    size_t have, all;
    for (;;) {
        have = all = 0;
        for (size_t each = 0; each < client_count; each++) {
            struct client *client = clients[each];
            if (client->label != label)
                continue;
            all++;
            if (client->seq < seq)
                continue;
            have++;
            if (client->seq_at > last)
                last = client->seq_at;
        }
        if (have == all || now_ns() > deadline)
            break;
        loop_once(5000000);
    }
    printf("{\"clients\":%zu,\"have\":%zu,\"last_at\":%lld}\n", all, have, (long long)last);
}

/* idle SECONDS: answer pings, take what comes. */
void command_idle(double seconds) {
    int64_t end = now_ns() + (int64_t)(seconds * 1e9);
    for (int64_t left; (left = end - now_ns()) > 0;)
        loop_once(left);
    printf("{\"lost\":%ld}\n", lost_clients);
}
