package dev.sleuth.sim.doctor;

import dev.sleuth.sim.doctor.Facts.Holder;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who has a UDP port open on this host, as far as Linux shows it: to root all, to others their own. */
final class PortHolders {
    private static final int LOCAL_ADDRESS = 1;
    private static final int INODE = 9;

    private final Path proc;

    /** @param proc where the system tells about itself; {@code /proc} */
    PortHolders(Path proc) {
        this.proc = proc;
    }

    /** Empty where the system does not tell. */
    List<Holder> of(int port) {
        Map<String, String> sockets = new LinkedHashMap<>();
        for (String table : List.of("udp", "udp6")) {
            for (String line : lines(proc.resolve("net").resolve(table))) {
                String[] fields = line.strip().split("\\s+", -1);
                if (fields.length > INODE && fields[LOCAL_ADDRESS].endsWith(String.format(":%04X", port))) {
                    sockets.put("socket:[" + fields[INODE] + "]", address(fields[LOCAL_ADDRESS]));
                }
            }
        }
        List<Holder> holders = new ArrayList<>();
        if (!sockets.isEmpty()) {
            long self = ProcessHandle.current().pid();
            forEach(proc, "[0-9]*", process -> {
                long pid = Long.parseLong(process.getFileName().toString());
                forEach(process.resolve("fd"), "*", descriptor -> {
                    String address = sockets.remove(target(descriptor));
                    if (address != null && pid != self) {
                        holders.add(new Holder(address, program(process), pid));
                    }
                });
            });
            sockets.values().forEach(address -> holders.add(new Holder(address, null, 0)));
        }
        return holders.stream().distinct().toList();
    }

    /** Hexadecimal, in the byte order of the machine: {@code 0100007F:1626} is 127.0.0.1:5670. */
    private static String address(String hex) {
        int colon = hex.indexOf(':');
        int port = Integer.parseInt(hex.substring(colon + 1), 16);
        if (colon != 8) {
            return "[::]:" + port;
        }
        return Ipv4.text(Integer.reverseBytes(Integer.parseUnsignedInt(hex.substring(0, colon), 16))) + ":" + port;
    }

    private @Nullable String program(Path process) {
        List<String> name = lines(process.resolve("comm"));
        return name.isEmpty() ? null : name.get(0);
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException | RuntimeException gone) {
            return "";
        }
    }

    private interface Each {
        void accept(Path path);
    }

    private static void forEach(Path folder, String glob, Each each) {
        try (DirectoryStream<Path> paths = Files.newDirectoryStream(folder, glob)) {
            paths.forEach(each::accept);
        } catch (IOException | RuntimeException notShown) {
            // Another user's process, one that has ended, or another system.
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException notThere) {
            return List.of();
        }
    }
}
