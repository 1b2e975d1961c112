package dev.sessioncleanup.chart;

import java.awt.Dimension;
import java.awt.Graphics2D;
import java.io.StringWriter;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGGraphics2D;
import org.apache.batik.svggen.SVGIDGenerator;
import org.w3c.dom.Attr;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.Node;

/**
 * Something to draw on that becomes an {@code svg} element within an HTML page: an image with a
 * title and a description, without style attributes, its ids unique in the page.
 */
final class SvgCanvas {
  private static final String SVG = "http://www.w3.org/2000/svg";

  private final String id;
  private final Dimension size;
  private final SVGGraphics2D graphics;

  SvgCanvas(String id, Dimension size) {
    this.id = id;
    this.size = size;
    SVGGeneratorContext context = SVGGeneratorContext.createDefault(document());
    context.setComment(null);
    context.setIDGenerator(
        new SVGIDGenerator() {
          @Override
          public String generateID(String prefix) {
            return id + "-" + super.generateID(prefix);
          }
        });
    graphics = new SVGGraphics2D(context, false);
    graphics.setSVGCanvasSize(size);
  }

  Graphics2D graphics() {
    return graphics;
  }

  String markup(String title, String description) {
    Element svg = graphics.getRoot();
    tidy(svg);
    while (svg.getAttributes().getLength() > 0) {
      svg.removeAttributeNode((Attr) svg.getAttributes().item(0));
    }
    svg.setAttribute("viewBox", "0 0 %d %d".formatted(size.width, size.height));
    svg.setAttribute("role", "img");
    svg.setAttribute("aria-labelledby", id + "-title " + id + "-desc");
    Node first = svg.getFirstChild();
    svg.insertBefore(text(svg, "title", title), first);
    svg.insertBefore(text(svg, "desc", description), first);
    return serialized(svg);
  }

  private Element text(Element svg, String name, String content) {
    Element element = svg.getOwnerDocument().createElementNS(SVG, name);
    element.setAttribute("id", id + "-" + name);
    element.setTextContent(content);
    return element;
  }

  /** Colours become variables of the page; white space between the labels of an axis goes. */
  private void tidy(Node node) {
    NamedNodeMap attributes = node.getAttributes();
    for (int i = attributes == null ? 0 : attributes.getLength(); i > 0; i--) {
      Attr attribute = (Attr) attributes.item(i - 1);
      switch (attribute.getName()) {
        case "fill", "stroke" -> attribute.setValue(Tone.withVariable(attribute.getValue()));
        case "id" ->
            attribute.setValue(attribute.getValue().replaceFirst("^genericDefs$", id + "-defs"));
        case "xml:space", "font-family" -> ((Element) node).removeAttributeNode(attribute);
        default -> {}
      }
    }
    for (Node child = node.getFirstChild(); child != null; child = child.getNextSibling()) {
      tidy(child);
    }
  }

  private static String serialized(Element svg) {
    try {
      TransformerFactory factory = TransformerFactory.newDefaultInstance();
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      Transformer transformer = factory.newTransformer();
      transformer.setOutputProperty(OutputKeys.OMIT_XML_DECLARATION, "yes");
      StringWriter markup = new StringWriter();
      transformer.transform(new DOMSource(svg), new StreamResult(markup));
      return markup.toString();
    } catch (TransformerException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static Document document() {
    try {
      return DocumentBuilderFactory.newDefaultInstance()
          .newDocumentBuilder()
          .getDOMImplementation()
          .createDocument(SVG, "svg", null);
    } catch (ParserConfigurationException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
