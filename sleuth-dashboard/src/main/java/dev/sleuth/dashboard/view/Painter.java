package dev.sleuth.dashboard.view;

import dev.sleuth.dashboard.layout.Place;
import dev.sleuth.dashboard.layout.Ring;
import dev.sleuth.dashboard.model.Picture;
import dev.sleuth.dashboard.model.Picture.Flow;
import dev.sleuth.dashboard.model.Picture.Peer;
import dev.sleuth.dashboard.model.Picture.Sight;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javafx.geometry.Point2D;
import javafx.geometry.VPos;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import javafx.scene.text.Font;
import javafx.scene.text.TextAlignment;

/** Draws a picture: who sees whom below, calls above that, peers on top. */
final class Painter {
    /** With more flows than this, only those that fail have their figures beside them. */
    private static final int READABLE = 14;

    private final GraphicsContext g;
    private final Theme theme;
    private final Picture picture;
    private final Ring ring;
    private final Scale scale;
    private final List<String> groups;

    private Painter(GraphicsContext g, double width, double height, Picture picture, Ring ring, Theme theme) {
        this.g = g;
        this.theme = theme;
        this.picture = picture;
        this.ring = ring;
        this.scale = Scale.of(width, height, ring.peers().size());
        this.groups = new ArrayList<>(ring.titles().keySet());
    }

    static void paint(GraphicsContext g, double width, double height, Picture picture, Ring ring, Theme theme) {
        g.setFill(theme.ground());
        g.fillRect(0, 0, width, height);
        new Painter(g, width, height, picture, ring, theme).all();
    }

    private void all() {
        if (picture.peers().isEmpty()) {
            nobody();
        }
        Lines lines = new Lines(g, theme, scale.radius());
        for (Sight sight : picture.sights()) {
            if (has(sight.one()) && has(sight.other())) {
                lines.sight(sight, at(sight.one()), at(sight.other()));
            }
        }
        List<Flow> flows = picture.flows().stream()
                .filter(flow ->
                        has(flow.from()) && has(flow.to()) && !flow.from().equals(flow.to()))
                .toList();
        flows.forEach(flow -> lines.flow(flow, at(flow.from()), at(flow.to()), colour(flow.to()), picture.at()));
        flows.stream()
                .filter(flow -> flows.size() <= READABLE || flow.rate().failed() > 0)
                .forEach(flow -> lines.rate(flow, at(flow.from()), at(flow.to())));
        Bodies bodies = new Bodies(g, theme, scale.radius());
        for (Peer peer : picture.peers()) {
            if (has(peer.id())) {
                bodies.body(peer.service() != null, peer.state(), at(peer.id()), colour(peer.id()));
                bodies.name(peer, at(peer.id()), outwards(at(peer.id())));
            }
        }
        for (Map.Entry<String, Place> title : ring.titles().entrySet()) {
            Point2D at = scale.at(title.getValue());
            String name = title.getKey().equals(Ring.CALLERS) ? "only calling" : title.getKey();
            bodies.title(name, at, outwards(at), group(title.getKey()));
        }
    }

    private void nobody() {
        g.setFill(theme.faint());
        g.setFont(Font.font("DejaVu Sans", 14));
        g.setTextAlign(TextAlignment.CENTER);
        g.setTextBaseline(VPos.CENTER);
        g.fillText("nobody is here yet", scale.width() / 2, scale.height() / 2);
    }

    private boolean has(String id) {
        return ring.peers().containsKey(id);
    }

    private Point2D at(String id) {
        Place place = ring.peers().getOrDefault(id, new Place(0, 0));
        return scale.at(place);
    }

    private Point2D outwards(Point2D at) {
        Point2D middle = new Point2D(scale.width() / 2, scale.height() / 2);
        return at.subtract(middle).normalize();
    }

    private Color colour(String id) {
        Peer peer = picture.peer(id);
        String service = peer == null ? null : peer.service();
        return group(service == null ? Ring.CALLERS : service);
    }

    private Color group(String name) {
        return name.equals(Ring.CALLERS) ? theme.faint() : theme.service(groups.indexOf(name) - offset());
    }

    private int offset() {
        return groups.contains(Ring.CALLERS) ? 1 : 0;
    }
}
