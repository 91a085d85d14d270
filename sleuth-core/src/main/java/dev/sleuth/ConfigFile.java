package dev.sleuth;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sleuth.rpc.Handler;
import dev.sleuth.rpc.SleuthException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** Reads the original sleuth's JSON config. Every complaint names the file, the line and the key. */
final class ConfigFile {
  private static final List<String> KEYS = List.of("interface", "loglevel", "port", "service", "version");
  /** The original's levels. What is logged here is decided by the application's SLF4J. */
  private static final List<String> LEVELS =
      List.of("silent", "error", "blocked", "warn", "reject", "listen", "install", "init", "request", "info", "debug");

  private final Path file;
  private String networkInterface;
  private String service;
  private String version;
  private int port = SleuthConfig.defaults().port();

  private ConfigFile(Path file) {
    this.file = file;
  }

  static SleuthConfig read(Path file, Handler handler) {
    ConfigFile config = new ConfigFile(file);
    try (JsonParser in = new ObjectMapper().createParser(Files.readString(file))) {
      config.object(in);
    } catch (NoSuchFileException missing) {
      throw config.complaint("there is no such file", missing);
    } catch (JsonProcessingException broken) {
      JsonLocation at = broken.getLocation();
      throw config.complaint((at == null ? "" : "line " + at.getLineNr() + ": ") + broken.getOriginalMessage(), broken);
    } catch (IOException unreadable) {
      throw config.complaint("cannot be read: " + unreadable, unreadable);
    }
    SleuthConfig settings = SleuthConfig.defaults().withInterface(config.networkInterface).withPort(config.port);
    if (config.service == null) {
      return settings.withVersion(config.version);
    }
    if (handler == null) {
      throw config.complaint("names the service " + config.service + ", which needs a handler", null);
    }
    return settings.withService(config.service, handler).withVersion(config.version);
  }

  private void object(JsonParser in) throws IOException {
    if (in.nextToken() != JsonToken.START_OBJECT) {
      throw complaint("line 1: is not a JSON object", null);
    }
    for (String key = in.nextFieldName(); key != null; key = in.nextFieldName()) {
      int line = in.currentLocation().getLineNr();
      in.nextToken();
      switch (key) {
        case "interface" -> networkInterface = text(in, line, key);
        case "service" -> service = text(in, line, key);
        case "version" -> version = text(in, line, key);
        case "port" -> port = port(in, line);
        case "loglevel" -> level(text(in, line, key), line);
        default -> throw complaint("line " + line + ": unknown key \"" + key + "\"; known are " + KEYS, null);
      }
    }
  }

  private String text(JsonParser in, int line, String key) throws IOException {
    if (in.currentToken() != JsonToken.VALUE_STRING) {
      throw complaint("line " + line + ": \"" + key + "\" has to be a text, not " + in.getText(), null);
    }
    return in.getText().isEmpty() ? null : in.getText();
  }

  private int port(JsonParser in, int line) throws IOException {
    if (in.currentToken() != JsonToken.VALUE_NUMBER_INT || in.getLongValue() < 1 || in.getLongValue() > 0xFFFF) {
      throw complaint("line " + line + ": \"port\" has to be a number from 1 to 65535, not " + in.getText(), null);
    }
    return in.getIntValue();
  }

  private void level(String level, int line) {
    if (level != null && !LEVELS.contains(level)) {
      throw complaint("line " + line + ": unknown \"loglevel\" \"" + level + "\"; known are " + LEVELS, null);
    }
  }

  private SleuthException complaint(String what, Exception cause) {
    return new SleuthException(List.of(SleuthException.INITIALIZE), file + ": " + what, cause);
  }
}
