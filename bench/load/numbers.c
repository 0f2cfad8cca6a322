/* The clock, and samples of durations. */
#include "load.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

int64_t now_ns(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

void *grown(void *memory, size_t size) {
    void *bigger = realloc(memory, size);
    if (!bigger) {
        fprintf(stderr, "out of memory\n");
        exit(1);
    }
    return bigger;
}

void samples_add(struct samples *samples, int64_t value) {
    if (samples->count == samples->room) {
        samples->room = samples->room ? samples->room * 2 : 1024;
        samples->values = grown(samples->values, samples->room * sizeof(int64_t));
    }
    samples->values[samples->count++] = value;
}

static int ascending(const void *left, const void *right) {
    int64_t a = *(const int64_t *)left, b = *(const int64_t *)right;
    return (a > b) - (a < b);
}

/* The nearest rank: the smallest sample that `part` of all do not exceed. */
static double percentile_ms(const struct samples *samples, double part) {
    if (!samples->count)
        return -1;
    double exact = part * (double)samples->count;
    size_t rank = (size_t)exact;
    if ((double)rank < exact)
        rank++;
    return (double)samples->values[rank ? rank - 1 : 0] / 1e6;
}

void samples_print(const char *name, struct samples *samples) {
    if (samples->count)
        qsort(samples->values, samples->count, sizeof(int64_t), ascending);
    printf("\"%s\":{\"n\":%zu,\"p50\":%.3f,\"p90\":%.3f,\"p99\":%.3f,\"max\":%.3f}", name, samples->count,
           percentile_ms(samples, 0.5), percentile_ms(samples, 0.9), percentile_ms(samples, 0.99),
           percentile_ms(samples, 1.0));
    free(samples->values);
    *samples = (struct samples){0};
}
