package config

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"go.yaml.in/yaml/v3"
)

// SystemFile and LocalFile are where the configuration is looked for, in order.
const (
	SystemFile = "/etc/fairshare/config.yaml"
	LocalFile  = "fairshare.yaml"
)

// fileSizeLimit is far above any configuration, and keeps a wrong path (a dump, a
// device) from filling the memory.
const fileSizeLimit = 1 << 20

// findFile is the file to read: the one asked for, which must exist, or the first
// of the default places; empty where there is none.
func findFile(path string) (string, error) {
	if path != "" {
		return path, nil
	}
	for _, place := range []string{SystemFile, LocalFile} {
		_, err := os.Stat(place)
		if err == nil {
			return place, nil
		}
		if !errors.Is(err, os.ErrNotExist) {
			return "", fmt.Errorf("look for the configuration: %w", err)
		}
	}
	return "", nil
}

func readFile(path string) (raw, error) {
	content, err := readLimited(path, "--config")
	if err != nil {
		return raw{}, fmt.Errorf("read the configuration: %w", err)
	}
	return parse(filepath.Base(path), content)
}

// readLimited reads a YAML file that the user named with a flag.
func readLimited(path, flag string) ([]byte, error) {
	file, err := os.Open(path) // #nosec G304 -- the user names it
	if err != nil {
		return nil, fmt.Errorf("%w; name an existing file with %s", err, flag)
	}
	defer file.Close()
	content, err := io.ReadAll(io.LimitReader(file, fileSizeLimit+1))
	if err != nil {
		return nil, err
	}
	if len(content) > fileSizeLimit {
		return nil, fmt.Errorf("%s is larger than %d bytes; it is not such a file", path, fileSizeLimit)
	}
	return content, nil
}

// parse reads one YAML document. Nothing of it is a document of nothing.
func parse(name string, content []byte) (raw, error) {
	decoder := yaml.NewDecoder(bytes.NewReader(content))
	var document yaml.Node
	switch err := decoder.Decode(&document); {
	case errors.Is(err, io.EOF):
		return raw{shape: isMap}, nil
	case err != nil:
		return raw{}, fmt.Errorf("read %s: %s; mend the YAML", name, strings.TrimPrefix(err.Error(), "yaml: "))
	}
	if err := decoder.Decode(new(yaml.Node)); !errors.Is(err, io.EOF) {
		return raw{}, fmt.Errorf("read %s: there is more than one document (---); keep one", name)
	}
	return rawNode(name, document.Content[0])
}

// rawNode keeps a YAML node as it was written. Aliases and merge keys are refused:
// whoever reads the file shall see what is set where.
func rawNode(name string, n *yaml.Node) (raw, error) {
	r := raw{where: fmt.Sprintf("%s:%d", name, n.Line)}
	switch n.Kind {
	case yaml.ScalarNode:
		r.shape, r.text, r.null = isText, n.Value, n.Tag == "!!null"
	case yaml.SequenceNode:
		r.shape = isList
		for _, child := range n.Content {
			item, err := rawNode(name, child)
			if err != nil {
				return raw{}, err
			}
			r.list = append(r.list, item)
		}
	case yaml.MappingNode:
		r.shape = isMap
		return r, r.readFields(name, n)
	default:
		return raw{}, fmt.Errorf("read %s: anchors and aliases (& and *) are not read; write the value out", r.where)
	}
	return r, nil
}

func (r *raw) readFields(name string, n *yaml.Node) error {
	lines := map[string]int{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key := n.Content[i]
		same := strings.ToLower(key.Value)
		if first, twice := lines[same]; twice {
			return fmt.Errorf("read %s:%d: %q is there twice, first in line %d; keep one", name, key.Line, key.Value, first)
		}
		lines[same] = key.Line
		value, err := rawNode(name, n.Content[i+1])
		if err != nil {
			return err
		}
		value.where = fmt.Sprintf("%s:%d", name, key.Line)
		r.fields = append(r.fields, rawField{key.Value, value})
	}
	return nil
}
