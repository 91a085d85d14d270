package dev.sleuth.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Slips of the pen in YAML are told where they are, and with what to do; not where the parser stumbled. */
class YamlTroubleTest {
    private static final String STORY = """
            name: crash
            story: One of three is killed.
            lasts: 10s
            peers:
              shop: {service: shop, count: 3}
              caller: {}
            load:
              - {from: caller, to: shop, rate: 50/s, after: 2s, until: 9s}
            steps:
              - {at: 5s, crash: shop-1}
              - {at: 7s, restart: shop-1}
            expect:
              - {gone: shop-1, within: 100ms}
              - {views: right}
            """;

    @TempDir
    private Path directory;

    private String error(String text) throws IOException {
        Path file = Files.writeString(directory.resolve("s.yaml"), text);
        ScenarioException e = catchThrowableOfType(ScenarioException.class, () -> ScenarioReader.read(file));
        assertThat(e).as("nothing was refused").isNotNull();
        assertThat(e.getMessage()).hasLineCount(1).startsWith(file + ", line ");
        return e.getMessage().substring((file + ", line ").length());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            crash: shop-1      | crash:shop-1       | 10, steps[1]: there is no blank after the colon; write crash: shop-1
            {service: shop,    | {service:shop,     | 5, peers.shop: there is no blank after the colon; write service: shop
            {views: right}     | views:right        | 14, expect[2]: there is no blank after the colon; write views: right
            lasts: 10s         | lasts:10s          | 3: this is no YAML: there is no blank after the colon of lasts; write lasts: and the value
            name: crash        | name:crash         | 1: this is no YAML: there is no blank after the colon of name; write name: and the value
            shop: {s           | shop:{s            | 5: this is no YAML: there is no blank after the colon of shop; write shop: and the value
            peers:             | peers              | 4: this is no YAML: there is no colon after peers; write peers: and the value
            name: crash        | name crash         | 1: this is no YAML: there is no colon after name; write name: and the value
            crash: shop-1}     | crash: shop-1      | 10: this is no YAML: the { in column 5 is not closed; write } behind its last value
            count: 3}          | count: 3           | 5: this is no YAML: the { in column 9 is not closed; write } behind its last value
            until: 9s}         | until: 9s          | 8: this is no YAML: the { in column 5 is not closed; write } behind its last value
            {views: right}     | {views: right      | 14: this is no YAML: the { in column 5 is not closed; write } behind its last value
            {views: right}     | [views, right      | 14: this is no YAML: the [ in column 5 is not closed; write ] behind its last value
            crash: shop-1}     | crash: shop-1]     | 10: this is no YAML: the { in column 5 is closed by ]; write }
            crash: shop-1}     | crash: shop-1}}    | 10: this is no YAML: the } in column 28 closes nothing; remove it, or write { where it begins
            {at: 5s, crash     | at: 5s, crash      | 10: this is no YAML: the { that belongs to the } is missing; write {key: value, key: value}
            at: 5s, crash      | at: 5s crash       | 10: this is no YAML: a comma is missing before column 18, or the { in column 5 is not closed; write {key: value, key: value}
            `  - {at: 7s`      | `    {at: 7s`      | 11: this is no YAML: this line is no part of the list above it; begin it with - in column 3
            - {at: 7s          | -{at: 7s           | 11: this is no YAML: there is no blank after the -; write one
            `  - {at: 7s`      | ` - {at: 7s`       | 11: this is no YAML: this line begins in column 2, the one above it in column 3; let both begin in the same one
            `  - {at: 5s`      | `    - {at: 5s`    | 11: this is no YAML: this line begins in column 3, the one above it in column 5; let both begin in the same one
            lasts: 10s         | ` lasts: 10s`      | 3: this is no YAML: there is a second colon, in column 7; put the value in quotes, or each key into a line of its own
            name: crash        | name: "crash       | 1: this is no YAML: the quote in column 7 is not closed; add another one
            name: crash        | name: "cr" ash     | 1: this is no YAML: nothing can follow in column 12; put the whole value in quotes, or begin a new line
            story: One         | story: One: two    | 2: this is no YAML: there is a second colon, in column 11; put the value in quotes, or each key into a line of its own
            name: crash        | name: @crash       | 1: this is no YAML: a value cannot begin with @; put it in quotes
            expect:            | `---\nexpect:`     | 12: this is no YAML: another document begins here; remove this line, a file holds one scenario
            """)
    void a_slip_is_told_where_it_is_and_with_what_to_do(String piece, String slip, String message) throws IOException {
        assertThat(STORY).contains(piece);
        assertThat(error(STORY.replace(piece, slip.replace("\\n", "\n")))).isEqualTo(message);
    }

    @Test
    void in_a_mapping_of_several_lines_it_is_the_comma() throws IOException {
        assertThat(error("name: x\npeers: {\n  a: {},\n  b: {}\n  c: {}\n}\n"))
                .isEqualTo("5: this is no YAML: a comma is missing before this, or the { in column 8 of line 2"
                        + " is not closed; write {key: value, key: value}");
    }

    @Test
    void what_is_shown_of_a_long_word_is_short() throws IOException {
        assertThat(error("name:" + "x".repeat(1000)))
                .isEqualTo("1: there is no blank after the colon; write name: " + "x".repeat(40) + "...");
    }

    @Test
    void an_address_is_no_key_without_a_blank() throws IOException {
        assertThat(error("http://x")).isEqualTo("1: keys with values belong here, not a single value");
    }
}
