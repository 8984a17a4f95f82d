package files

import (
	"html/template"
	"strconv"
)

// LineDrawing draws how shares went over time; nothing where there is one day only.
func (m listingModel) LineDrawing() template.HTML {
	if m.Lines == nil || len(m.Lines.Days) < 2 {
		return ""
	}
	const width, height, left, right, foot = 920.0, 260.0, 50.0, 720.0, 230.0
	d := newDrawing("lines", width, height, m.Say(m.Lines.Title), m.Say("A line for each of the largest holders, in percent."))
	step := (right - left) / float64(len(m.Lines.Days)-1)
	for _, percent := range []float64{0, 25, 50, 75, 100} {
		y := foot - percent/100*(foot-10)
		d.put(`<path class="grid" d="M%.1f %.1fH%.1f"/>`, left, y, right)
		d.write(left-6, y+4, "end", "axis", strconv.Itoa(int(percent))+" %", 6)
	}
	for i, day := range m.Lines.Days {
		d.write(left+float64(i)*step, height-10, "middle", "axis", m.day(day), 14)
	}
	free := 0.0 // how far down the labels at the right have come
	for n, series := range m.Lines.Series {
		path, last, pen := "", foot, "M"
		for i, value := range series.Values {
			percent, err := strconv.ParseFloat(value, 64) // only to be drawn
			if err != nil {
				pen = "M"
				continue
			}
			last = foot - min(max(percent, 0), 100)/100*(foot-10)
			path += pen + strconv.FormatFloat(left+float64(i)*step, 'f', 1, 64) + " " + strconv.FormatFloat(last, 'f', 1, 64)
			pen = "L"
		}
		d.put(`<path class="line l%d" d="%s"/>`, n, path)
		free = max(last+4, free+15)
		d.write(right+10, free, "start", "name", series.Name, 28)
	}
	return d.done()
}
