package dev.sleuth.sim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListingTest {
    private static final Listing LISTING = new Listing(List.of(
            new Listing.Row("C0", "C", null, null, "tcp://10.0.0.3:5", null, 1_999),
            new Listing.Row("B0", "B", "tea", "1.2", "tcp://10.0.0.20:51234", 3_600_000L, 1),
            new Listing.Row("A0", "A", "tea", null, "tcp://10.0.0.1:50", 59_999L, 1)));

    @Test
    void a_table_has_those_that_offer_something_first_and_columns_as_wide_as_they_need() {
        assertThat(LISTING.table())
                .containsExactly(
                        "SERVICE  VERSION  UP         ADDRESS                PEER",
                        "tea      -        59 s       tcp://10.0.0.1:50      A0",
                        "tea      1.2      1 h 0 min  tcp://10.0.0.20:51234  B0",
                        "-        -        > 1 s      tcp://10.0.0.3:5       C0");
    }

    @Test
    void programs_get_the_same_as_json() {
        assertThat(LISTING.json(false))
                .isEqualTo("{\"peers\":["
                        + "{\"id\":\"A0\",\"name\":\"A\",\"service\":\"tea\",\"version\":null,"
                        + "\"address\":\"tcp://10.0.0.1:50\",\"uptimeMillis\":59999,\"knownForMillis\":1},"
                        + "{\"id\":\"B0\",\"name\":\"B\",\"service\":\"tea\",\"version\":\"1.2\","
                        + "\"address\":\"tcp://10.0.0.20:51234\",\"uptimeMillis\":3600000,\"knownForMillis\":1},"
                        + "{\"id\":\"C0\",\"name\":\"C\",\"service\":null,\"version\":null,"
                        + "\"address\":\"tcp://10.0.0.3:5\",\"uptimeMillis\":null,\"knownForMillis\":1999}],"
                        + "\"services\":{\"tea\":[\"A0\",\"B0\"]}}");
        assertThat(LISTING.json(true).lines()).hasSizeGreaterThan(20);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0 s",
        "59999, 59 s",
        "60000, 1 min",
        "3599999, 59 min",
        "3600000, 1 h 0 min",
        "7500000, 2 h 5 min",
        "86400000, 1 d 0 h",
        "356400000, 4 d 3 h"
    })
    void an_age_is_told_in_the_units_that_matter(long millis, String age) {
        assertThat(Listing.age(millis)).isEqualTo(age);
    }
}
