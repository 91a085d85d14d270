package dev.sleuth.dashboard;

import dev.sleuth.dashboard.feed.Recording;
import dev.sleuth.dashboard.feed.Replay;
import dev.sleuth.dashboard.view.Screen;
import dev.sleuth.dashboard.view.Theme;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "dashboard")
final class DashboardCommand implements Callable<Integer> {
    @Option(names = "--replay")
    private Path replay;

    @Option(names = "--snapshot")
    private Path snapshot;

    @Option(names = "--at")
    private String at = "0s";

    @Option(names = "--theme")
    private String theme = "dark";

    @Option(names = "--width")
    private int width = 1200;

    @Option(names = "--height")
    private int height = 760;

    @Override
    public Integer call() throws Exception {
        Replay show = Recording.read(replay);
        show.player().seek(dev.sleuth.sim.Units.time(at));
        Screen.shoot(show, 0, theme.equals("dark") ? Theme.DARK : Theme.LIGHT, width, height, snapshot);
        return 0;
    }
}
