/* The addresses of a host name in the order in which they are tried. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "reqrep/candidates.h"

static void begin(struct og_candidates *candidates, const char *names)
{
    struct og_candidate resolved[OG_CANDIDATES_MAX] = {0};
    size_t count = strlen(names);
    for (size_t i = 0; i < count; i++) {
        resolved[i].ipv6 = names[i] >= 'a';
        resolved[i].address[0] = names[i];
    }
    og_candidates_begin(candidates, resolved, count);
}

/* Letters are IPv6 addresses, digits IPv4 ones. */
static void are_tried(struct og_candidates *candidates, const char *resolved, const char *order)
{
    begin(candidates, resolved);
    for (; *order != '\0'; order++) {
        assert_false(og_candidates_round_is_over(candidates));
        assert_int_equal(og_candidates_next(candidates)->address[0], *order);
    }
    assert_true(og_candidates_round_is_over(candidates));
}

static void families_alternate(void **state)
{
    (void) state;
    struct og_candidates candidates = {0};
    assert_true(og_candidates_round_is_over(&candidates));
    are_tried(&candidates, "", "");
    are_tried(&candidates, "1", "1");
    are_tried(&candidates, "12a", "1a2");
    are_tried(&candidates, "ab12", "a1b2");
    are_tried(&candidates, "a123", "a123");
    are_tried(&candidates, "1abc2", "1a2bc");
}

static void attempts_get_more_time_with_each_round(void **state)
{
    (void) state;
    struct og_candidates candidates = {0};
    static const int64_t expected[] = {1000, 2000, 4000, 8000, 10000, 10000};
    for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++) {
        begin(&candidates, "1a");
        assert_int_equal(og_candidates_attempt_ms(&candidates), expected[i]);
    }
    og_candidates_connected(&candidates);
    assert_true(og_candidates_round_is_over(&candidates));
    begin(&candidates, "1a");
    assert_int_equal(og_candidates_attempt_ms(&candidates), 1000);
    begin(&candidates, "1");
    assert_int_equal(og_candidates_attempt_ms(&candidates), OG_CANDIDATES_LONG_MS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(families_alternate),
        cmocka_unit_test(attempts_get_more_time_with_each_round),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
