// Package metrics counts what the daemon did, for Prometheus.
//
// It has a registry of its own: what it shows is Fairshare's, the process's and
// the Go runtime's, and nothing a library registers behind our back.
package metrics

import (
	"net/http"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// Metrics is the daemon's counters. It may be used by several goroutines.
type Metrics struct {
	registry *prometheus.Registry

	lastSuccess prometheus.Gauge
	lastCutoff  prometheus.Gauge
	running     prometheus.Gauge
	due         prometheus.Gauge
	missed      prometheus.Counter
	paused      *prometheus.GaugeVec
	nights      *prometheus.CounterVec
	failures    *prometheus.CounterVec
	duration    prometheus.Histogram
	settlements *prometheus.GaugeVec
	findings    *prometheus.GaugeVec
	paid        *prometheus.GaugeVec
	retained    *prometheus.GaugeVec
	drift       *prometheus.GaugeVec
	leaseHeld   prometheus.Gauge
	mails       *prometheus.CounterVec

	mutex     sync.Mutex
	succeeded time.Time // the latest
}

// New makes the metrics of a version of Fairshare.
func New(version string) *Metrics {
	m := &Metrics{
		registry:    prometheus.NewRegistry(),
		lastSuccess: gauge("last_success_timestamp_seconds", "When a night last went well, in seconds since 1970; 0 before the first."),
		lastCutoff:  gauge("last_cutoff_timestamp_seconds", "The newest cut-off that was settled, in seconds since 1970."),
		running:     gauge("night_running", "1 while a night is being worked on."),
		due:         gauge("nights_due", "Nights that should have run by now and have not."),
		missed:      prometheus.NewCounter(prometheus.CounterOpts{Namespace: namespace, Name: "nights_missed_total", Help: "Nights that were not done in time since the start, whether they were made up for later or not."}),
		paused:      gauges("paused", "1 while the nights are held back, by the key of the configuration that does it.", "by"),
		nights:      prometheus.NewCounterVec(prometheus.CounterOpts{Namespace: namespace, Name: "nights_total", Help: "Nights worked on since the start, by result."}, []string{"result"}),
		failures:    prometheus.NewCounterVec(prometheus.CounterOpts{Namespace: namespace, Name: "night_failures_total", Help: "Nights that failed since the start, by reason."}, []string{"reason"}),
		duration:    duration(),
		settlements: gauges("settlements", "Settlements in the journal by state.", "state"),
		findings:    gauges("findings", "Findings of the last settlement by severity.", "severity"),
		paid:        gauges("paid_amount", "What all settlements gave to parties, in major units of the currency.", "currency"),
		retained:    gauges("retained_amount", "What all settlements retained, in major units of the currency.", "currency"),
		drift:       gauges("balance_drift_amount", "By how much balances are not what the settlements add up to, in major units of the currency: 0, unless somebody wrote into the tables by hand.", "currency"),
		leaseHeld:   gauge("lease_held", "1 while this process holds the lease."),
	}
	m.mails = prometheus.NewCounterVec(prometheus.CounterOpts{Namespace: namespace, Name: "mails_total", Help: "Attempts to send a mail since the start, by result."}, []string{"result"})
	build := gauges("build_info", "Always 1; the version is a label.", "version")
	build.WithLabelValues(version).Set(1)
	m.registry.MustRegister(m.lastSuccess, m.lastCutoff, m.running, m.due, m.missed, m.paused, m.nights, m.failures, m.duration, m.settlements,
		m.findings, m.paid, m.retained, m.drift, m.leaseHeld, m.mails, build,
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	for _, result := range []string{done, failed, heldBack} {
		m.nights.WithLabelValues(result) // shown as 0 from the start, so that an alert can compare
	}
	for _, result := range []string{"sent", "waiting", "failed", "uncertain"} {
		m.mails.WithLabelValues(result)
	}
	for _, reason := range Reasons {
		m.failures.WithLabelValues(reason)
	}
	return m
}

// Why a night failed.
const (
	Unreachable   = "unreachable"   // the database, or OFBiz
	Configuration = "configuration" // or rights, tables, the server's certificate
	Findings      = "findings"      // blocking ones
	Attention     = "attention"     // a person must look
	LeaseLost     = "lease_lost"    // another one took over
	Other         = "other"
)

// Reasons are all of them.
var Reasons = []string{Unreachable, Configuration, Findings, Attention, LeaseLost, Other}

const (
	namespace = "fairshare"
	done      = "done"
	failed    = "failed"
	heldBack  = "held_back"
)

func gauge(name, help string) prometheus.Gauge {
	return prometheus.NewGauge(prometheus.GaugeOpts{Namespace: namespace, Name: name, Help: help})
}

func gauges(name, help, label string) *prometheus.GaugeVec {
	return prometheus.NewGaugeVec(prometheus.GaugeOpts{Namespace: namespace, Name: name, Help: help}, []string{label})
}

// duration has buckets from a small company's second to a large one's hours.
func duration() prometheus.Histogram {
	return prometheus.NewHistogram(prometheus.HistogramOpts{
		Namespace: namespace, Name: "night_duration_seconds", Help: "How long a night took.",
		Buckets: []float64{0.5, 1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 7200},
	})
}

// Handler shows the metrics.
func (m *Metrics) Handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{MaxRequestsInFlight: 4, Timeout: 10 * time.Second})
}

// NightStarted says that a night is being worked on.
func (m *Metrics) NightStarted(time.Time) { m.running.Set(1) }

// NightDone says how a night ended and how long it took.
func (m *Metrics) NightDone(at time.Time, took time.Duration, err error) {
	m.running.Set(0)
	m.duration.Observe(took.Seconds())
	if err != nil {
		m.nights.WithLabelValues(failed).Inc()
		return
	}
	m.nights.WithLabelValues(done).Inc()
	m.NightSucceeded(at)
}

// NightSucceeded says when a night went well; the latest one told is shown.
func (m *Metrics) NightSucceeded(at time.Time) {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	if at.After(m.succeeded) {
		m.succeeded = at
		m.lastSuccess.Set(seconds(at))
	}
}

// NightFailed says why a night failed: one of Reasons.
func (m *Metrics) NightFailed(reason string) { m.failures.WithLabelValues(reason).Inc() }

// NightHeldBack says that a night was begun and then held back.
func (m *Metrics) NightHeldBack() {
	m.running.Set(0)
	m.nights.WithLabelValues(heldBack).Inc()
}

// NightsDue says how many nights should have run and have not.
func (m *Metrics) NightsDue(count int) { m.due.Set(float64(count)) }

// NightMissed says that a night was not done in time.
func (m *Metrics) NightMissed(time.Time) { m.missed.Inc() }

// Paused says which key of the configuration holds the nights back; none: empty.
func (m *Metrics) Paused(by, _ string) {
	m.paused.Reset()
	if by != "" {
		m.paused.WithLabelValues(by).Set(1)
	}
}

// LeaseHeld says whether this process holds the lease.
func (m *Metrics) LeaseHeld(held bool) {
	m.leaseHeld.Set(0)
	if held {
		m.leaseHeld.Set(1)
	}
}

// Mailed says what came of an attempt to send a mail: sent, waiting, failed,
// uncertain or dropped.
func (m *Metrics) Mailed(result string) { m.mails.WithLabelValues(result).Inc() }

func seconds(t time.Time) float64 { return float64(t.UnixMilli()) / 1000 }
