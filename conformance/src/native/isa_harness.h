/*
 * What the instruction harness and the Java side agree on. CaseFormat.java holds the same numbers.
 *
 * One file is mapped by both. It starts with the contents of every guest page (TEMPLATE_BYTES), then
 * come the cases of a batch, then, at RESULTS_OFFSET, the results in the same order.
 */
#ifndef ISA_HARNESS_H
#define ISA_HARNESS_H

#include <stdint.h>

#define GUEST_PAGE 4096UL

/* Guest memory: low addresses, each region with an unmapped page on both sides. */
#define CODE_BASE 0x10000000UL /* 2 pages, read and execute */
#define CODE_BYTES (2 * GUEST_PAGE)
#define DATA_BASE 0x10010000UL /* 2 pages, read and write */
#define DATA_BYTES (2 * GUEST_PAGE)
#define READ_ONLY_BASE 0x10020000UL /* 1 page, read */
#define READ_ONLY_BYTES GUEST_PAGE
#define MIXED_BASE 0x10030000UL /* 1 page read and write, then 1 page read */
#define MIXED_BYTES GUEST_PAGE
#define STACK_BASE 0x10040000UL /* 1 page, read and write */
#define STACK_BYTES GUEST_PAGE

/* Template order: data, stack, mixed (writable page, read-only page), read-only. */
#define WRITABLE_PAGES 4
#define TEMPLATE_PAGES 6
#define TEMPLATE_BYTES (TEMPLATE_PAGES * GUEST_PAGE)

#define FILE_BYTES (16UL << 20)
#define RESULTS_OFFSET (6UL << 20)
#define RESULT_MAX_BYTES (64UL << 10)

#define CASE_MODE_32 1U

struct patch {
    uint64_t address;
    uint64_t value;
};

struct isa_case {
    uint32_t size; /* of this record, a multiple of 64 */
    uint32_t flags;
    uint64_t rip;
    uint64_t rflags;
    uint64_t fs_base;
    uint64_t gs_base;
    uint32_t code_offset; /* from CODE_BASE */
    uint32_t code_length;
    uint32_t patch_count;
    uint32_t patch_offset; /* from the start of the record */
    uint64_t reserved;
    uint64_t gpr[16]; /* in encoding order: rax rcx rdx rbx rsp rbp rsi rdi r8.. */
    uint8_t fx[512];
    uint8_t code[];
};

struct isa_result {
    uint32_t size;
    uint32_t signal; /* SIGVTALRM: the case ran too long */
    uint32_t trap; /* the processor's exception vector */
    uint32_t error_code;
    uint64_t cr2;
    uint64_t rip;
    uint64_t rflags;
    uint64_t fs_base;
    uint64_t gs_base;
    uint32_t diff_count;
    uint32_t code_segment;
    uint64_t gpr[16];
    uint8_t fx[512];
    struct patch diffs[]; /* aligned words of writable memory that changed, ascending */
};

#endif
