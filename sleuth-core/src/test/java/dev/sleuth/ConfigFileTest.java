package dev.sleuth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sleuth.rpc.Handler;
import dev.sleuth.rpc.Response;
import dev.sleuth.rpc.SleuthException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigFileTest {
    private static final Handler HANDLER = request -> Response.of(204);

    @TempDir
    Path folder;

    @Test
    void everyKeyOfTheOriginalIsTaken() throws Exception {
        Path file = write("""
        {
          "interface": "lo",
          "loglevel": "debug",
          "port": 5671,
          "service": "orders",
          "version": "1.2"
        }
        """);

        SleuthConfig config = SleuthConfig.fromFile(file, HANDLER);

        assertThat(config)
                .isEqualTo(SleuthConfig.defaults()
                        .withInterface("lo")
                        .withPort(5671)
                        .withService("orders", HANDLER)
                        .withVersion("1.2")
                        .withHandlerThreads(config.handlerThreads()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "~\"eth1\"~                        | eth1",
                "~\"eth1, 10.0.0.5\"~              | eth1 10.0.0.5",
                "~[\"eth1\", \"10.0.0.5,eth2\"]~ | eth1 10.0.0.5 eth2",
                "~[]~                              | ~~",
            })
    void theInterfaceIsATextWithCommasOrAnArray(String json, String interfaces) throws Exception {
        SleuthConfig config = SleuthConfig.fromFile(write("{\"interface\": " + json + ", \"port\": 5671}"), null);

        assertThat(String.join(" ", config.interfaces())).isEqualTo(interfaces);
        assertThat(config.port()).isEqualTo(5671);
    }

    @Test
    void whatIsNotThereOrEmptyKeepsItsDefault() throws Exception {
        SleuthConfig empty = SleuthConfig.fromFile(write("{}"), null);
        SleuthConfig blank = SleuthConfig.fromFile(
                write("{\"interface\": \"\", \"service\": \"\", \"version\": \"\", \"loglevel\": \"\"}"), HANDLER);

        SleuthConfig defaults = SleuthConfig.defaults();
        assertThat(empty).isEqualTo(defaults.withHandlerThreads(empty.handlerThreads()));
        assertThat(blank).isEqualTo(defaults.withHandlerThreads(blank.handlerThreads()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "~{\n\"port\": 0}~               | line 2: \"port\" has to be a number from 1 to 65535, not 0",
                "~{\n\"port\":\n\n65536}~        | line 2: \"port\" has to be a number from 1 to 65535, not 65536",
                "~{\"port\": 99999999999999999999}~ | line 1: \"port\" has to be a number from 1 to 65535, not 99999999999999999999",
                "~{\"port\": \"5670\"}~          | line 1: \"port\" has to be a number from 1 to 65535, not 5670",
                "~{\"port\": 1.5}~               | line 1: \"port\" has to be a number from 1 to 65535, not 1.5",
                "~{\n\n\"interface\": 7}~        | line 3: \"interface\" has to be a text or an array of texts, not 7",
                "~{\"interface\": [\"lo\",\n8]}~ | line 2: \"interface\" has to be a text or an array of texts, not 8",
                "~{\"service\": [\"a\"]}~        | line 1: \"service\" has to be a text, not [",
                "~{\n\"service\": \"a/b\"}~      | line 2: \"service\": a service's name has 1 to 255 bytes",
                "~{\"loglevel\": \"loud\"}~      | line 1: unknown \"loglevel\" \"loud\"; known are [silent,",
                "~{\n\"prot\": 5670}~            | line 2: unknown key \"prot\"; known are [interface, loglevel, port, service, version]",
                "~{\n\"port\" 5670}~             | line 2: ",
                "~{\n~                          | line 2: ",
                "~[]~                           | line 1: is not a JSON object",
                "~~                             | line 1: is not a JSON object",
                "~{}\n{}~                       | line 2: nothing may follow the JSON object",
            })
    void aMistakeIsToldWithFileLineAndKey(String content, String complaint) throws Exception {
        Path file = write(content);

        assertThatThrownBy(() -> SleuthConfig.fromFile(file, HANDLER))
                .isInstanceOfSatisfying(
                        SleuthException.class,
                        failure -> assertThat(failure.trace()).containsExactly(SleuthException.INITIALIZE))
                .hasMessageStartingWith(file + ": " + complaint);
    }

    @Test
    void aServiceWithoutAHandlerAndAVersionThatIsTooLongAreToldWithTheirLines() throws Exception {
        Path service = write("{\n\"service\": \"orders\"}");
        assertThatThrownBy(() -> SleuthConfig.fromFile(service, null))
                .hasMessageStartingWith(service + ": line 2: \"service\": orders needs a handler");

        Path version = write("{\n\"version\": \"" + "v".repeat(256) + "\"}");
        assertThatThrownBy(() -> SleuthConfig.fromFile(version, null))
                .hasMessageStartingWith(version + ": line 2: \"version\": a version has 1 to 255 bytes");
    }

    @Test
    void aFileThatIsMissingOrNoTextIsToldByItsName() throws Exception {
        Path missing = folder.resolve("missing.json");
        Path binary = Files.write(folder.resolve("binary.json"), new byte[] {(byte) 0xC3, 0x28});

        assertThatThrownBy(() -> SleuthConfig.fromFile(missing, null))
                .hasMessageStartingWith(missing + ": there is no such file");
        assertThatThrownBy(() -> SleuthConfig.fromFile(binary, null))
                .hasMessageStartingWith(binary + ": is not text in UTF-8");
        assertThatThrownBy(() -> SleuthConfig.fromFile(folder, null))
                .hasMessageStartingWith(folder + ": cannot be read");
    }

    private Path write(String content) throws IOException {
        return Files.writeString(folder.resolve("sleuth.json"), content);
    }
}
