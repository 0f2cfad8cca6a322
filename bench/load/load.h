/* The bench's load client: many Socket.IO clients and a few HTTP connections in one thread.
 *
 * main.c reads commands from standard input, one a line, and answers each with one line of JSON.
 * All times are CLOCK_MONOTONIC in nanoseconds, taken in this process as bytes arrive.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>

/* --- numbers.c ---------------------------------------------------------------------------------- */

struct samples {
    int64_t *values;
    size_t count, room;
};

int64_t now_ns(void);
void samples_add(struct samples *samples, int64_t value);
/* Print `"name":{"n":…,"p50":…,"p90":…,"p99":…,"max":…}` in milliseconds, and forget the samples. */
void samples_print(const char *name, struct samples *samples);
void *grown(void *memory, size_t size);

/* --- main.c: the event loop --------------------------------------------------------------------- */

enum kind { COMMANDS, CLIENT, HTTP };

/* What epoll points to; each of the structs below begins with one. */
struct source {
    enum kind kind;
    int fd;
};

extern struct sockaddr_storage server_address;
extern socklen_t server_address_length;
extern int control_port;

void watch(struct source *source, uint32_t events);
void change_watch(struct source *source, uint32_t events);
/* Handle what is ready now, at most BATCH of it, or wait for it up to `nanoseconds`; how much it was. */
#define BATCH 256
int loop_once(int64_t nanoseconds);

/* --- client.c: one WebSocket connection --------------------------------------------------------- */

enum stage { CLOSED, CONNECTING, UPGRADING, OPENING, JOINING, READY };

struct client {
    struct source source;
    enum stage stage;
    char label;        /* the group that the command `connect` put it in */
    bool in_step;      /* has what it missed; see storm.c */
    bool leaving;      /* closed on purpose */
    const char *token; /* NULL: connect without one */
    long seq;          /* the highest that an update has brought */
    int64_t seq_at;
    char *kept; /* bytes of a frame that has not arrived whole */
    size_t kept_length, kept_room;
};

extern bool raw_frames; /* no Engine.IO, no Socket.IO: a client is ready after the upgrade */
extern long lost_clients;
/* Called for each update: the name of its region, its number, the size of the whole message. */
extern void (*on_update)(struct client *, const char *region, size_t length, long seq, size_t size, int64_t at);
extern void (*on_ready)(struct client *);
extern void (*on_ack)(struct client *, const char *body, size_t length, int64_t at);

void client_open(struct client *client);
void client_close(struct client *client);
void client_event(struct client *client, uint32_t events);
void client_send_text(struct client *client, const char *text, size_t length);
void note_seq(struct client *, const char *region, size_t length, long seq, size_t size, int64_t at);

/* --- group.c: connecting many ------------------------------------------------------------------- */

extern struct client **clients;
extern size_t client_count;

char **read_lines(const char *file, size_t *count);
void command_connect(char label, size_t count, const char *token_file);
void command_await(char label, long seq, double seconds);
void command_idle(double seconds);
size_t ready_clients(char label);

/* --- fanout.c, questions.c, storm.c: the measures ----------------------------------------------- */

void command_sustain(double seconds, int size, int window);
void command_single(int count, int size, double gap_ms);

struct slot;
void slot_event(struct slot *slot);
void command_ask(double rate, double seconds, int slots, const char *token_file, const char *tag,
                 const char *briefing);

void command_cut(char label);
void command_back(char label, long known, long wanted, double seconds);
