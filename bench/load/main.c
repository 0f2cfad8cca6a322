/* load PORT raw|socketio [CONTROL PORT] – the event loop and the commands; see load.h. */
#define _GNU_SOURCE
#include "load.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <unistd.h>

struct sockaddr_storage server_address;
socklen_t server_address_length;
int control_port;

static int epoll = -1;
static struct source commands = {COMMANDS, STDIN_FILENO};
static bool command_waits;

void watch(struct source *source, uint32_t events) {
    struct epoll_event event = {.events = events, .data.ptr = source};
    if (epoll_ctl(epoll, EPOLL_CTL_ADD, source->fd, &event) < 0) {
        perror("epoll_ctl");
        exit(1);
    }
}

void change_watch(struct source *source, uint32_t events) {
    struct epoll_event event = {.events = events, .data.ptr = source};
    epoll_ctl(epoll, EPOLL_CTL_MOD, source->fd, &event);
}

int loop_once(int64_t nanoseconds) {
    struct epoll_event ready[BATCH];
    struct timespec most = {nanoseconds / 1000000000, nanoseconds % 1000000000};
    int count = epoll_pwait2(epoll, ready, BATCH, &most, NULL);
    for (int each = 0; each < count; each++) {
        struct source *source = ready[each].data.ptr;
        if (source->kind == CLIENT)
            client_event((struct client *)source, ready[each].events);
        else if (source->kind == HTTP)
            slot_event((struct slot *)source);
        else
            command_waits = true;
    }
    return count;
}

static bool carry_out(char *line) {
    char label, file[512], tag[64], briefing[64];
    long first, second;
    double seconds, rate;
    int size, number;
    if (sscanf(line, "connect %c %ld %511s", &label, &first, file) == 3)
        command_connect(label, (size_t)first, file);
    else if (sscanf(line, "await %c %ld %lf", &label, &first, &seconds) == 3)
        command_await(label, first, seconds);
    else if (sscanf(line, "idle %lf", &seconds) == 1)
        command_idle(seconds);
    else if (sscanf(line, "sustain %lf %d %d", &seconds, &size, &number) == 3)
        command_sustain(seconds, size, number);
    else if (sscanf(line, "single %d %d %lf", &number, &size, &seconds) == 3)
        command_single(number, size, seconds);
    else if (sscanf(line, "ask %lf %lf %d %511s %63s %63s", &rate, &seconds, &number, file, tag, briefing) == 6)
        command_ask(rate, seconds, number, file, tag, briefing);
    else if (sscanf(line, "cut %c", &label) == 1)
        command_cut(label);
    else if (sscanf(line, "back %c %ld %ld %lf", &label, &first, &second, &seconds) == 4)
        command_back(label, first, second, seconds);
    else
        return false;
    fflush(stdout);
    return true;
}

/* Take one command if standard input has one; false at its end. */
static bool take_command(void) {
    static char text[2048];
    static size_t length;
    ssize_t got = read(STDIN_FILENO, text + length, sizeof text - 1 - length);
    if (got <= 0)
        return false;
    length += (size_t)got;
    text[length] = 0;
    for (char *end; (end = strchr(text, '\n'));) {
        *end = 0;
        if (!carry_out(text)) {
            fprintf(stderr, "no such command: %s\n", text);
            return false;
        }
        length -= (size_t)(end + 1 - text);
        memmove(text, end + 1, length + 1);
    }
    return true;
}

int main(int count, char **arguments) {
    if (count < 3) {
        fprintf(stderr, "load PORT raw|socketio [CONTROL PORT]\n");
        return 2;
    }
    struct sockaddr_in *to = (struct sockaddr_in *)&server_address;
    to->sin_family = AF_INET;
    to->sin_port = htons((uint16_t)atoi(arguments[1]));
    to->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    server_address_length = sizeof *to;
    raw_frames = strcmp(arguments[2], "raw") == 0;
    control_port = count > 3 ? atoi(arguments[3]) : 0;
    prctl(PR_SET_TIMERSLACK, 1000);
    epoll = epoll_create1(EPOLL_CLOEXEC);
    watch(&commands, EPOLLIN);
    for (;;) {
        loop_once(1000000000);
        if (command_waits) {
            command_waits = false;
            if (!take_command())
                return 0;
        }
    }
}
