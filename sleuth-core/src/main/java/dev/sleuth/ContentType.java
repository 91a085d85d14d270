package dev.sleuth;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What kind of body this is, by its first bytes: the original tells its callers for each answer whose handler did not,
 * as Go's HTTP server does, and they rely on it. The kinds and their marks are those of the WHATWG's "MIME Sniffing"
 * that Go knows too.
 */
final class ContentType {
    private static final int LOOKED_AT = 512;
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String HTML = "text/html; charset=utf-8";
    private static final String BINARY = "application/octet-stream";

    private static final List<String> HTML_BEGINS = List.of(
            "<!DOCTYPE HTML",
            "<HTML",
            "<HEAD",
            "<SCRIPT",
            "<IFRAME",
            "<H1",
            "<DIV",
            "<FONT",
            "<TABLE",
            "<A",
            "<STYLE",
            "<TITLE",
            "<B",
            "<BODY",
            "<BR",
            "<P",
            "<!--");

    /** Characters are bytes; a question mark stands for any byte. */
    private record Mark(String bytes, String type) {
        boolean begins(byte[] body) {
            if (body.length < bytes.length()) {
                return false;
            }
            for (int i = 0; i < bytes.length(); i++) {
                if (bytes.charAt(i) != '?' && (byte) bytes.charAt(i) != body[i]) {
                    return false;
                }
            }
            return true;
        }
    }

    private static final List<Mark> MARKS = List.of(
            new Mark("%PDF-", "application/pdf"),
            new Mark("%!PS-Adobe-", "application/postscript"),
            new Mark("\u00FE\u00FF??", "text/plain; charset=utf-16be"),
            new Mark("\u00FF\u00FE??", "text/plain; charset=utf-16le"),
            new Mark("\u00EF\u00BB\u00BF?", TEXT),
            new Mark("\0\0\1\0", "image/x-icon"),
            new Mark("\0\0\2\0", "image/x-icon"),
            new Mark("BM", "image/bmp"),
            new Mark("GIF87a", "image/gif"),
            new Mark("GIF89a", "image/gif"),
            new Mark("RIFF????WEBPVP", "image/webp"),
            new Mark("\u0089PNG\r\n\u001A\n", "image/png"),
            new Mark("\u00FF\u00D8\u00FF", "image/jpeg"),
            new Mark("FORM????AIFF", "audio/aiff"),
            new Mark("ID3", "audio/mpeg"),
            new Mark("OggS\0", "application/ogg"),
            new Mark("MThd\0\0\0\6", "audio/midi"),
            new Mark("RIFF????AVI ", "video/avi"),
            new Mark("RIFF????WAVE", "audio/wave"),
            new Mark("\0???ftypmp4", "video/mp4"),
            new Mark("\u001AE\u00DF\u00A3", "video/webm"),
            new Mark("\0\1\0\0", "font/ttf"),
            new Mark("OTTO", "font/otf"),
            new Mark("ttcf", "font/collection"),
            new Mark("wOFF", "font/woff"),
            new Mark("wOF2", "font/woff2"),
            new Mark("\u001F\u008B\b", "application/x-gzip"),
            new Mark("PK\3\4", "application/zip"),
            new Mark("Rar!\u001A\7\0", "application/x-rar-compressed"),
            new Mark("Rar!\u001A\7\1\0", "application/x-rar-compressed"),
            new Mark("\0asm", "application/wasm"));

    /** By what they begin with: at most bodies there is nothing more to look at than their first byte. */
    private static final Map<Integer, List<Mark>> MARKS_BY_FIRST = MARKS.stream()
            .collect(Collectors.groupingBy(mark -> (int) mark.bytes().charAt(0)));

    private ContentType() {}

    /** Never null; what nothing is known of is a text or binary. */
    static String of(byte[] body) {
        int end = Math.min(body.length, LOOKED_AT);
        int begin = 0;
        while (begin < end && isBlank(body[begin])) {
            begin++;
        }
        if (begin == end) {
            return TEXT;
        }
        String marked = body[begin] == '<' ? markup(body, begin) : marked(body);
        if (marked != null) {
            return marked;
        }
        return isText(body, begin, end) ? TEXT : BINARY;
    }

    private static @Nullable String markup(byte[] body, int begin) {
        String text = new String(body, begin, Math.min(16, body.length - begin), StandardCharsets.ISO_8859_1);
        String upper = text.toUpperCase(Locale.ROOT);
        if (HTML_BEGINS.stream().anyMatch(tag -> isTag(upper, tag))) {
            return HTML;
        }
        return text.startsWith("<?xml") ? "text/xml; charset=utf-8" : null;
    }

    private static @Nullable String marked(byte[] body) {
        for (Mark mark : MARKS_BY_FIRST.getOrDefault(body[0] & 0xFF, List.of())) {
            if (mark.begins(body)) {
                return mark.type();
            }
        }
        return null;
    }

    private static boolean isTag(String text, String tag) {
        return text.startsWith(tag) && text.length() > tag.length() && " >".indexOf(text.charAt(tag.length())) >= 0;
    }

    private static boolean isText(byte[] body, int begin, int end) {
        for (int i = begin; i < end; i++) {
            byte b = body[i];
            if (b >= 0 && b < ' ' && !isBlank(b) && b != 0x1B) {
                return false;
            }
        }
        return true;
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t' || b == '\n' || b == '\f' || b == '\r';
    }
}
