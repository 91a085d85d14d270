package dev.sleuth;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sleuth.rpc.Handler;
import dev.sleuth.rpc.SleuthException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Reads the original sleuth's JSON config. Every complaint names the file, the line and the key. */
final class ConfigFile {
    private static final List<String> KEYS = List.of("interface", "loglevel", "port", "service", "version");
    private final Path file;
    private final @Nullable Handler handler;
    private SleuthConfig settings = SleuthConfig.defaults();

    private ConfigFile(Path file, @Nullable Handler handler) {
        this.file = file;
        this.handler = handler;
    }

    static SleuthConfig read(Path file, @Nullable Handler handler) {
        ConfigFile config = new ConfigFile(file, handler);
        try (JsonParser in = new ObjectMapper().createParser(Files.readString(file))) {
            config.object(in);
        } catch (NoSuchFileException missing) {
            throw config.complaint("there is no such file", missing);
        } catch (JsonProcessingException broken) {
            JsonLocation at = broken.getLocation();
            throw config.complaint(
                    (at == null ? "" : "line " + at.getLineNr() + ": ") + broken.getOriginalMessage(), broken);
        } catch (CharacterCodingException notText) {
            throw config.complaint("is not text in UTF-8", notText);
        } catch (IOException unreadable) {
            throw config.complaint("cannot be read: " + unreadable, unreadable);
        }
        return config.settings;
    }

    private void object(JsonParser in) throws IOException {
        if (in.nextToken() != JsonToken.START_OBJECT) {
            throw complaint("line 1: is not a JSON object", null);
        }
        for (String key = in.nextFieldName(); key != null; key = in.nextFieldName()) {
            int line = in.currentTokenLocation().getLineNr();
            in.nextToken();
            switch (key) {
                case "interface" ->
                    settings = settings.withInterfaces(interfaces(in, line).toArray(String[]::new));
                case "service" -> service(text(in, line, key), line);
                case "version" -> version(text(in, line, key), line);
                case "port" -> settings = settings.withPort(port(in, line));
                case "loglevel" -> level(text(in, line, key), line);
                default -> throw complaint("line " + line + ": unknown key \"" + key + "\"; known are " + KEYS, null);
            }
        }
        if (in.nextToken() != null) {
            throw complaint(
                    "line " + in.currentTokenLocation().getLineNr() + ": nothing may follow the JSON object", null);
        }
    }

    private void service(@Nullable String name, int line) {
        if (name == null) {
            return;
        }
        if (!SleuthConfig.isService(name)) {
            throw complaint(
                    "line " + line + ": \"service\": " + SleuthConfig.SERVICE_RULE + ", not \"" + name + '"', null);
        }
        if (handler == null) {
            throw complaint(
                    "line " + line + ": \"service\": " + name + " needs a handler to answer its requests", null);
        }
        settings = settings.withService(name, handler);
    }

    private void version(@Nullable String version, int line) {
        if (version != null && !SleuthConfig.isName(version)) {
            throw complaint(
                    "line " + line + ": \"version\": " + SleuthConfig.VERSION_RULE + ", not \"" + version + '"', null);
        }
        settings = settings.withVersion(version);
    }

    /** The original knows one text; here it may name several, with commas between them, or be an array. */
    private List<String> interfaces(JsonParser in, int line) throws IOException {
        List<String> all = new ArrayList<>();
        if (in.currentToken() != JsonToken.START_ARRAY) {
            add(in, line, all);
            return all;
        }
        while (in.nextToken() != JsonToken.END_ARRAY) {
            add(in, in.currentTokenLocation().getLineNr(), all);
        }
        return all;
    }

    private void add(JsonParser in, int line, List<String> all) throws IOException {
        if (in.currentToken() != JsonToken.VALUE_STRING) {
            throw complaint(
                    "line " + line + ": \"interface\" has to be a text or an array of texts, not " + in.getText(),
                    null);
        }
        all.addAll(InterfaceChoice.split(in.getText()));
    }

    private @Nullable String text(JsonParser in, int line, String key) throws IOException {
        if (in.currentToken() != JsonToken.VALUE_STRING) {
            throw complaint("line " + line + ": \"" + key + "\" has to be a text, not " + in.getText(), null);
        }
        return in.getText().isEmpty() ? null : in.getText();
    }

    private int port(JsonParser in, int line) throws IOException {
        if (in.currentToken() != JsonToken.VALUE_NUMBER_INT
                || in.getNumberType() != JsonParser.NumberType.INT
                || in.getIntValue() < 1
                || in.getIntValue() > 0xFFFF) {
            throw complaint(
                    "line " + line + ": \"port\" has to be a number from 1 to 65535, not " + in.getText(), null);
        }
        return in.getIntValue();
    }

    private void level(@Nullable String level, int line) {
        if (level == null) {
            return;
        }
        LogLevel known = LogLevel.of(level);
        if (known == null) {
            throw complaint(
                    "line " + line + ": unknown \"loglevel\" \"" + level + "\"; known are " + LogLevel.words(), null);
        }
        known.compare(LoggerFactory.getLogger("dev.sleuth"), file + ": line " + line);
    }

    private SleuthException complaint(String what, @Nullable Exception cause) {
        return new SleuthException(List.of(SleuthException.INITIALIZE), file + ": " + what, cause);
    }
}
