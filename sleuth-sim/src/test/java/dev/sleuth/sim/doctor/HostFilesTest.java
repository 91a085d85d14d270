package dev.sleuth.sim.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sleuth.sim.doctor.Facts.Holder;
import dev.sleuth.sim.doctor.Facts.Host;
import java.io.IOException;
import java.net.DatagramSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is read from the files of Linux. */
class HostFilesTest {
    private static final String UDP =
            "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer"
                    + " drops\n";

    @TempDir
    private Path root;

    private void write(String file, String text) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private static String socket(String address, int inode) {
        return " 1158: " + address + " 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 " + inode
                + " 2 0000000000000000 0\n";
    }

    private void process(int pid, String name, int inode) throws IOException {
        write("proc/" + pid + "/comm", name + "\n");
        Files.createDirectories(root.resolve("proc/" + pid + "/fd"));
        Files.createSymbolicLink(root.resolve("proc/" + pid + "/fd/7"), Path.of("socket:[" + inode + "]"));
    }

    @Test
    void who_has_the_port_open_is_found() throws IOException {
        write(
                "proc/net/udp",
                UDP + socket("00000000:1626", 11) + socket("0200000A:1626", 12) + socket("00000000:1627", 13));
        write("proc/net/udp6", UDP + socket("00000000000000000000000000000000:1626", 14));
        process(101, "python3", 11);
        process(102, "java", 12);
        process(103, "other", 13);
        assertThat(new PortHolders(root.resolve("proc")).of(5670))
                .containsExactlyInAnyOrder(
                        new Holder("0.0.0.0:5670", "python3", 101),
                        new Holder("10.0.0.2:5670", "java", 102),
                        new Holder("[::]:5670", null, 0));
    }

    @Test
    void where_there_are_no_such_files_nobody_is_found() {
        assertThat(new PortHolders(root.resolve("nowhere")).of(5670)).isEmpty();
    }

    /** The doctor's own sockets are no news. */
    @Test
    void we_are_not_named_ourselves() throws IOException {
        try (DatagramSocket socket = new DatagramSocket()) {
            assertThat(new PortHolders(Path.of("/proc")).of(socket.getLocalPort()))
                    .isEmpty();
        }
    }

    @Test
    void containers_and_firewalls_leave_traces() throws IOException {
        assertThat(HostLook.look(root)).isEqualTo(new Host(null, List.of()));
        write("etc/ufw/ufw.conf", "# comment\nENABLED=no\n");
        assertThat(HostLook.look(root).firewalls()).isEmpty();
        write("etc/ufw/ufw.conf", "# comment\nENABLED=yes\n");
        write("run/firewalld/x", "");
        write("run/.containerenv", "");
        assertThat(HostLook.look(root)).isEqualTo(new Host("Podman", List.of("ufw", "firewalld")));
        write(".dockerenv", "");
        assertThat(HostLook.look(root).container()).isEqualTo("Docker");
    }
}
