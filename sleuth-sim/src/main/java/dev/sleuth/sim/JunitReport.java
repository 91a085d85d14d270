package dev.sleuth.sim;

import dev.sleuth.sim.Verdict.Result;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.util.List;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** A run's findings as a test suite in JUnit's XML, a test case each. An inconclusive run is an error, never green. */
final class JunitReport {
    private final Run run;
    private final String suite;
    private final XMLStreamWriter xml;

    private JunitReport(Run run, XMLStreamWriter xml) {
        this.run = run;
        this.suite = run.scenario().name() + " (" + run.world() + ")";
        this.xml = xml;
    }

    static String of(Run run) {
        StringWriter text = new StringWriter();
        try {
            XMLStreamWriter xml = XMLOutputFactory.newInstance().createXMLStreamWriter(text);
            new JunitReport(run, xml).write();
            xml.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("writing XML to memory does not fail", e);
        }
        return text.toString();
    }

    private void write() throws XMLStreamException {
        List<Finding> findings = run.verdict().findings();
        boolean inconclusive = run.verdict().result() == Result.INCONCLUSIVE;
        xml.writeStartDocument("UTF-8", "1.0");
        xml.writeCharacters("\n");
        xml.writeStartElement("testsuite");
        xml.writeAttribute("name", suite);
        xml.writeAttribute("tests", String.valueOf(findings.size() + (inconclusive ? 1 : 0)));
        xml.writeAttribute(
                "failures",
                String.valueOf(
                        findings.stream().filter(finding -> !finding.passed()).count()));
        xml.writeAttribute("errors", inconclusive ? "1" : "0");
        xml.writeAttribute("skipped", "0");
        xml.writeAttribute("time", BigDecimal.valueOf(run.scenario().lasts(), 9).toPlainString());
        for (Finding finding : findings) {
            write(finding);
        }
        if (inconclusive) {
            begin("the machine keeps up");
            problem("error", "inconclusive: " + TextReport.stalled(run), "run it again on a machine with less to do");
            xml.writeEndElement();
        }
        xml.writeCharacters("\n");
        xml.writeEndElement();
        xml.writeCharacters("\n");
        xml.writeEndDocument();
    }

    private void write(Finding finding) throws XMLStreamException {
        begin(finding.what());
        if (!finding.passed()) {
            String line = finding.line() == 0 ? "" : ", journal line " + finding.line();
            String message = "asked: " + finding.asked() + ", seen: " + finding.seen();
            problem("failure", message, finding.what() + "; " + message + line);
        }
        xml.writeEndElement();
    }

    private void begin(String name) throws XMLStreamException {
        xml.writeCharacters("\n  ");
        xml.writeStartElement("testcase");
        xml.writeAttribute("classname", suite);
        xml.writeAttribute("name", name);
    }

    private void problem(String element, String message, String text) throws XMLStreamException {
        xml.writeStartElement(element);
        xml.writeAttribute("message", message);
        xml.writeCharacters(text);
        xml.writeEndElement();
    }
}
