package cmd_test

import (
	"encoding/xml"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// ofbizHome names OFBiz's source folder for tests.
const ofbizHome = "FAIRSHARE_OFBIZ_HOME"

// ofbizSchemas are OFBiz's own, by the component's files.
var ofbizSchemas = map[string]string{
	"ofbiz-component.xml":       "framework/base/dtd/ofbiz-component.xsd",
	"entitydef/entitymodel.xml": "framework/entity/dtd/entitymodel.xsd",
	"servicedef/services.xml":   "framework/service/dtd/services.xsd",
	"api/fairshare.rest.xml":    "plugins/rest-api/dtd/rest-api.xsd",
}

// TestComponentIsValid holds the component's files against OFBiz's own schemas.
func TestComponentIsValid(t *testing.T) {
	home := os.Getenv(ofbizHome)
	if home == "" {
		t.Skipf("SKIPPED: OFBiz's schemas are not here, so the component's XML was not validated: set %s to OFBiz's source folder", ofbizHome)
	}
	if _, err := exec.LookPath("xmllint"); err != nil {
		t.Skipf("SKIPPED: the component's XML was not validated: %v (package libxml2-utils)", err)
	}
	for file, schema := range ofbizSchemas {
		output, err := exec.Command("xmllint", "--noout", "--schema", schemaOffline(t, filepath.Join(home, schema)), filepath.Join(component, file)).CombinedOutput()
		if err != nil {
			t.Errorf("%s: %v\n%s", file, err, output)
		}
	}
}

// included is a schema that another one names by its address on the web.
var included = regexp.MustCompile(`https?://ofbiz\.apache\.org/dtds/`)

// schemaOffline copies the schemas of a folder so that they find one another there.
func schemaOffline(t *testing.T, schema string) string {
	t.Helper()
	folder := t.TempDir()
	all, err := filepath.Glob(filepath.Join(filepath.Dir(schema), "*.xsd"))
	if err != nil || len(all) == 0 {
		t.Fatalf("no schemas beside %s: %v", schema, err)
	}
	for _, path := range all {
		text, err := os.ReadFile(path)
		if err == nil {
			err = os.WriteFile(filepath.Join(folder, filepath.Base(path)), included.ReplaceAll(text, nil), 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return filepath.Join(folder, filepath.Base(schema))
}

// element is any element of the component's files.
type element struct {
	XMLName    xml.Name
	Attributes []xml.Attr `xml:",any,attr"`
	Children   []element  `xml:",any"`
}

func (e element) attribute(name string) string {
	for _, a := range e.Attributes {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// all are the elements of a name, anywhere below.
func (e element) all(name string) (found []element) {
	for _, child := range e.Children {
		if child.XMLName.Local == name {
			found = append(found, child)
		}
		found = append(found, child.all(name)...)
	}
	return found
}

func readElement(t *testing.T, file string) (root element) {
	t.Helper()
	reader, err := os.Open(filepath.Join(component, file))
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	decoder := xml.NewDecoder(reader)
	if err := decoder.Decode(&root); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return root
		}
		if text, isText := token.(xml.CharData); err != nil || !isText || strings.TrimSpace(string(text)) != "" {
			t.Fatalf("%s: there is more behind the root: %v %v", file, token, err)
		}
	}
}

// TestComponentFitsTogether: every file is well-formed and is there where another
// one names it; every operation names a service, wants a token and is published;
// every service is implemented, wants a login and a permission that the data have;
// none is exported.
func TestComponentFitsTogether(t *testing.T) {
	definition := readElement(t, "ofbiz-component.xml")
	for _, resource := range slices.Concat(definition.all("entity-resource"), definition.all("service-resource")) {
		readElement(t, resource.attribute("location"))
	}
	permissions := map[string]bool{}
	for _, p := range readElement(t, "data/FairshareSecurityPermissionSeedData.xml").all("SecurityPermission") {
		permissions[p.attribute("permissionId")] = true
	}
	services := map[string]bool{}
	for _, s := range readElement(t, "servicedef/services.xml").all("service") {
		services[s.attribute("name")] = true
		script, _ := strings.CutPrefix(s.attribute("location"), "component://fairshare/")
		text, err := os.ReadFile(filepath.Join(component, script))
		if err != nil || !strings.Contains(string(text), "\nMap "+s.attribute("invoke")+"() {") {
			t.Errorf("%s is not implemented in %s: %v", s.attribute("name"), script, err)
		}
		required := s.all("check-permission")
		if len(required) != 1 || !permissions[required[0].attribute("permission")+required[0].attribute("action")] {
			t.Errorf("%s requires %v, which nobody can have", s.attribute("name"), required)
		}
		if s.attribute("auth") != "true" || s.attribute("export") != "" {
			t.Errorf("%s: auth %q, export %q", s.attribute("name"), s.attribute("auth"), s.attribute("export"))
		}
	}
	api := readElement(t, "api/fairshare.rest.xml")
	for _, e := range append(api.all("resource"), api) {
		if e.attribute("publish") != "true" {
			t.Errorf("%s is not published", e.attribute("name"))
		}
	}
	for _, operation := range api.all("operation") {
		name := operation.all("service")[0].attribute("name")
		if operation.attribute("auth") != "true" || !services[name] {
			t.Errorf("operation %s: auth %q, service %s is there: %v", operation.attribute("path"), operation.attribute("auth"), name, services[name])
		}
		delete(services, name)
	}
	if len(services) > 0 {
		t.Errorf("services that nobody can call: %v", services)
	}
}
