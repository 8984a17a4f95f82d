import java.io.BufferedReader;
import java.io.File;
import java.io.InputStreamReader;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import javax.xml.validation.Validator;

/** Says of each file that the standard input names whether it is valid by the schema in the first argument. */
public class Validate {
    public static void main(String[] arguments) throws Exception {
        SchemaFactory factory = SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI);
        Validator validator = factory.newSchema(new File(arguments[0])).newValidator();
        validator.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
        validator.setProperty(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
        BufferedReader names = new BufferedReader(new InputStreamReader(System.in, "UTF-8"));
        for (String name = names.readLine(); name != null; name = names.readLine()) {
            String verdict = "valid";
            try {
                validator.validate(new StreamSource(new File(name)));
            } catch (org.xml.sax.SAXException e) {
                verdict = String.valueOf(e.getMessage()).replace('\n', ' ');
            }
            System.out.println(verdict);
        }
    }
}
