/*
 * SPDX-License-Identifier: Apache-2.0
 * rtpgen - cheap RTP load generator / sink with in-payload send timestamps
 *
 * Build:  gcc -O2 -Wall -pthread -o rtpgen rtpgen.c
 *
 * Usage:  rtpgen [options] FILE
 *
 *   FILE: one stream (one socket) per line, '#' starts a comment:
 *            LOCAL_IP:LOCAL_PORT  REMOTE_IP:REMOTE_PORT  [SSRC]
 *         The local socket is bound to LOCAL, packets go to REMOTE (the relay's
 *         port for that leg).  Whatever arrives on LOCAL is counted.  A two-leg
 *         call through a relay is therefore two lines: leg A (caller) and
 *         leg B (callee), each sending to the relay port offered to it.
 *         "-" reads stdin.  A remote of "-" makes the line receive-only.
 *
 *   -p MS     packet time in ms                         (default 20 => 50 pps per stream)
 *   -r PPS    packets per second per stream             (overrides 1000/ptime; payload size and
 *             RTP timestamp step still follow -p)
 *   -d SEC    duration in seconds, fractional allowed   (default 10, hard cap 600)
 *   -t PT     RTP payload type                          (default 8 = PCMA; 0 = PCMU)
 *   -b BYTES  payload bytes                             (default 8*ptime; minimum 20)
 *   -w SEC    drain time after the last packet          (default 0.5)
 *   -s SEC    settle: packets sent in the first SEC are sent and received but left out of the
 *             latency and loss figures                  (default 0)
 *   -B BYTES  SO_RCVBUF per socket                      (default: leave alone)
 *   -T US     spread the sockets over each interval in ticks of this many microseconds
 *             (default 1000: 1 ms ticks, every stream has its own fixed phase)
 *   -W        wake on arrival and stamp on recv (default: sleep to the next tick, drain all sockets
 *             then, and take the receive time from the kernel, SO_TIMESTAMPNS; cheaper, and the
 *             generator's own polling delay is not in the latency)
 *   -E        echo mode: send nothing, reflect what arrives to its REMOTE (for RTT tests)
 *   -j        print the result as one JSON line (default: key=value lines)
 *   -q        no progress on stderr
 *
 * What it does: ONE thread.  Streams are spread evenly over the packet interval; every tick the
 * streams due in it are sent (one sendmmsg per socket with what is due), then all readable sockets
 * are drained with recvmmsg via epoll.
 *
 * Payload (first 20 bytes, after the 12-byte RTP header):
 *   0  "RTPG"      magic
 *   4  u32 BE      index of the sending stream (line number from 0)
 *   8  u64 BE      CLOCK_REALTIME nanoseconds at send
 *   16 u32 BE      packet number within the stream (from 0)
 * The rest of the payload is a fixed 8-bit pattern (a tone-like table), so that recorded
 * audio is decodable.  A relay which TRANSCODES destroys the stamp; those are counted as
 * "foreign" and give no latency.
 *
 * Result: sent, send_err, late_ticks, received, foreign, dup, lost (= measured sent - measured unique received),
 * loss_pct, latency_us p50/p90/p99/p999/max/mean (just before send -> kernel receive
 * stamp on the far socket; with -W until recv returns), own cpu seconds.
 *
 * The received packet is attributed to the sending stream given in the payload, so loss is counted
 * per sending stream, wherever it arrives.  Exit status 0 always, unless setup failed (1).
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define MAXS 20000
#define BATCH 64
#define MTU 2048

struct stream {
	int fd;
	int rxonly;
	struct sockaddr_in loc, rem;
	uint32_t ssrc;
	uint16_t seq0;
	uint32_t ts0;
	uint64_t phase_ns;   /* offset inside the interval */
	uint64_t next_ns;    /* absolute next send */
	uint32_t n;          /* packets sent so far */
	uint32_t first_meas; /* number of the first measured packet */
	uint64_t uniq;       /* unique measured packets received that this stream sent */
	uint8_t *seen;       /* bitmap */
	uint32_t seen_cap;
	uint64_t rx;         /* arrived on this socket */
};

static struct stream *S;
static int NS;

/* latency histogram: 1 us buckets to 100 ms, then 100 us buckets to 10 s */
#define H1 100000
#define H2 100000
static uint32_t hist1[H1], hist2[H2];
static uint64_t hcount;
static double hsum;
static uint64_t hmax;

static int wake;

static uint64_t real_ns(void)
{
	struct timespec t;
	clock_gettime(CLOCK_REALTIME, &t);
	return (uint64_t)t.tv_sec * 1000000000ull + t.tv_nsec;
}

static uint64_t now_ns(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000000000ull + t.tv_nsec;
}

static void add_lat(uint64_t ns)
{
	uint64_t us = ns / 1000;
	hcount++;
	hsum += us;
	if (us > hmax) hmax = us;
	if (us < H1) hist1[us]++;
	else {
		uint64_t k = us / 100;
		if (k >= H2) k = H2 - 1;
		hist2[k]++;
	}
}

static uint64_t pct(double p)
{
	if (!hcount) return 0;
	uint64_t want = (uint64_t)(p * hcount), c = 0;
	if (want >= hcount) want = hcount - 1;
	for (int i = 0; i < H1; i++) { c += hist1[i]; if (c > want) return i; }
	for (int i = 0; i < H2; i++) { c += hist2[i]; if (c > want) return (uint64_t)i * 100; }
	return hmax;
}

static int parse_addr(const char *s, struct sockaddr_in *a)
{
	char ip[64];
	const char *c = strrchr(s, ':');
	if (!c || c - s >= (int)sizeof ip) return -1;
	memcpy(ip, s, c - s);
	ip[c - s] = 0;
	memset(a, 0, sizeof *a);
	a->sin_family = AF_INET;
	a->sin_port = htons(atoi(c + 1));
	return inet_pton(AF_INET, ip, &a->sin_addr) == 1 ? 0 : -1;
}

static void put32(uint8_t *p, uint32_t v) { v = htonl(v); memcpy(p, &v, 4); }
static uint32_t get32(const uint8_t *p) { uint32_t v; memcpy(&v, p, 4); return ntohl(v); }

static uint8_t rxbuf[BATCH][MTU];
static uint8_t txbuf[BATCH][MTU];
static uint64_t received, foreign, dups, sent, send_err, late, echoed;

static void mark(uint32_t idx, uint32_t num, uint64_t lat)
{
	struct stream *s = &S[idx];
	if (num < s->first_meas) return;
	uint32_t k = num - s->first_meas;
	if (k / 8 >= s->seen_cap) {
		uint32_t nc = s->seen_cap ? s->seen_cap * 2 : 1024;
		while (nc <= k / 8) nc *= 2;
		s->seen = realloc(s->seen, nc);
		memset(s->seen + s->seen_cap, 0, nc - s->seen_cap);
		s->seen_cap = nc;
	}
	if (s->seen[k / 8] & (1 << (k & 7))) { dups++; return; }
	s->seen[k / 8] |= 1 << (k & 7);
	s->uniq++;
	add_lat(lat);
}

static void drain(struct stream *s, int echo)
{
	static struct mmsghdr m[BATCH];
	static struct iovec v[BATCH];
	static uint8_t ctl[BATCH][64] __attribute__((aligned(8)));
	for (;;) {
		for (int i = 0; i < BATCH; i++) {
			v[i].iov_base = rxbuf[i];
			v[i].iov_len = MTU;
			memset(&m[i], 0, sizeof m[i]);
			m[i].msg_hdr.msg_iov = &v[i];
			m[i].msg_hdr.msg_iovlen = 1;
			if (!wake) {
				m[i].msg_hdr.msg_control = ctl[i];
				m[i].msg_hdr.msg_controllen = sizeof ctl[i];
			}
		}
		int r = recvmmsg(s->fd, m, BATCH, MSG_DONTWAIT, NULL);
		if (r <= 0) return;
		uint64_t now = real_ns();
		for (int i = 0; i < r; i++) {
			uint64_t t = now;
			uint32_t len = m[i].msg_len;
			uint8_t *p = rxbuf[i];
			received++;
			s->rx++;
			if (echo) {
				if (sendto(s->fd, p, len, 0, (void *)&s->rem, sizeof s->rem) == (ssize_t)len) echoed++;
				continue;
			}
			if (len < 32 || (p[0] >> 6) != 2 || memcmp(p + 12, "RTPG", 4)) { foreign++; continue; }
			uint32_t idx = get32(p + 16);
			uint64_t st = ((uint64_t)get32(p + 20) << 32) | get32(p + 24);
			uint32_t num = get32(p + 28);
			if (idx >= (uint32_t)NS) { foreign++; continue; }
			if (!wake) {
				struct cmsghdr *cm = CMSG_FIRSTHDR(&m[i].msg_hdr);
				if (cm && cm->cmsg_level == SOL_SOCKET && cm->cmsg_type == SCM_TIMESTAMPNS) {
					struct timespec ts;
					memcpy(&ts, CMSG_DATA(cm), sizeof ts);
					t = (uint64_t)ts.tv_sec * 1000000000ull + ts.tv_nsec;
				}
			}
			mark(idx, num, t > st ? t - st : 0);
		}
		if (r < BATCH) return;
	}
}

static int cmp_phase(const void *a, const void *b)
{
	const struct stream *x = &S[*(const int *)a], *y = &S[*(const int *)b];
	return x->phase_ns < y->phase_ns ? -1 : x->phase_ns > y->phase_ns;
}

int main(int argc, char **argv)
{
	double ptime = 20, rate = 0, dur = 10, drainsec = 0.5, settle = 0;
	int pt = 8, bytes = 0, rcvbuf = 0, echo = 0, json = 0, quiet = 0, c;
	long tick_us = 1000;
	while ((c = getopt(argc, argv, "p:r:d:t:b:w:s:B:T:EWjqh")) != -1) switch (c) {
	case 'p': ptime = atof(optarg); break;
	case 'r': rate = atof(optarg); break;
	case 'd': dur = atof(optarg); break;
	case 't': pt = atoi(optarg); break;
	case 'b': bytes = atoi(optarg); break;
	case 'w': drainsec = atof(optarg); break;
	case 's': settle = atof(optarg); break;
	case 'B': rcvbuf = atoi(optarg); break;
	case 'T': tick_us = atol(optarg); break;
	case 'E': echo = 1; wake = 1; break;
	case 'W': wake = 1; break;
	case 'j': json = 1; break;
	case 'q': quiet = 1; break;
	default: fprintf(stderr, "usage: rtpgen [-p ms] [-r pps] [-d sec] [-t pt] [-b bytes] [-w drain] [-s settle] [-B rcvbuf] [-T tick_us] [-E] [-W] [-j] [-q] FILE  (see header of rtpgen.c)\n"); return 1;
	}
	if (optind >= argc) { fprintf(stderr, "need FILE\n"); return 1; }
	if (dur > 600) dur = 600;
	if (rate <= 0) rate = 1000.0 / ptime;
	if (!bytes) bytes = (int)(8 * ptime);
	if (bytes < 20) bytes = 20;
	if (bytes > MTU - 12) bytes = MTU - 12;
	FILE *f = strcmp(argv[optind], "-") ? fopen(argv[optind], "r") : stdin;
	if (!f) { perror(argv[optind]); return 1; }
	S = calloc(MAXS, sizeof *S);
	char line[512];
	while (fgets(line, sizeof line, f) && NS < MAXS) {
		char a[128], b[128];
		unsigned ss = 0;
		char *h = strchr(line, '#');
		if (h) *h = 0;
		int k = sscanf(line, "%127s %127s %u", a, b, &ss);
		if (k < 2) continue;
		struct stream *s = &S[NS];
		if (parse_addr(a, &s->loc)) { fprintf(stderr, "bad line: %s", line); return 1; }
		if (!strcmp(b, "-")) s->rxonly = 1;
		else if (parse_addr(b, &s->rem)) { fprintf(stderr, "bad line: %s", line); return 1; }
		s->ssrc = k == 3 ? ss : 0x10000000u + (uint32_t)NS * 7919u;
		NS++;
	}
	if (f != stdin) fclose(f);
	if (!NS) { fprintf(stderr, "no streams\n"); return 1; }
	struct rlimit rl = { NS + 64, NS + 64 }, cur;
	if (!getrlimit(RLIMIT_NOFILE, &cur) && cur.rlim_cur < rl.rlim_cur) {
		if (rl.rlim_max < cur.rlim_max) rl.rlim_max = cur.rlim_max;
		setrlimit(RLIMIT_NOFILE, &rl);
	}
	int ep = epoll_create1(0);
	for (int i = 0; i < NS; i++) {
		struct stream *s = &S[i];
		s->fd = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0);
		if (s->fd < 0) { perror("socket"); return 1; }
		if (rcvbuf) {
			setsockopt(s->fd, SOL_SOCKET, SO_RCVBUFFORCE, &rcvbuf, sizeof rcvbuf);
			setsockopt(s->fd, SOL_SOCKET, SO_RCVBUF, &rcvbuf, sizeof rcvbuf);
		}
		int one = 1;
		if (!wake) setsockopt(s->fd, SOL_SOCKET, SO_TIMESTAMPNS, &one, sizeof one);
		if (bind(s->fd, (void *)&s->loc, sizeof s->loc)) { perror("bind"); return 1; }
		struct epoll_event e = { .events = EPOLLIN, .data.u32 = i };
		epoll_ctl(ep, EPOLL_CTL_ADD, s->fd, &e);
		s->seq0 = (uint16_t)(1000 + i * 13);
		s->ts0 = 160u * i;
	}
	/* Tone-like alternating table: a 400 Hz square in A-law/mu-law, quiet */
	for (int i = 0; i < BATCH; i++)
		for (int k = 12; k < MTU; k++) txbuf[i][k] = (k / 10) & 1 ? 0xB5 : 0x35;
	uint64_t interval = (uint64_t)(1e9 / rate);
	uint64_t tick = (uint64_t)tick_us * 1000;
	int *order = malloc(sizeof(int) * NS);
	for (int i = 0; i < NS; i++) {
		S[i].phase_ns = interval * (uint64_t)i / NS / tick * tick;
		order[i] = i;
	}
	qsort(order, NS, sizeof(int), cmp_phase);
	uint64_t start = now_ns() + 20000000ull;
	uint64_t end = start + (uint64_t)(dur * 1e9);
	uint64_t meas = start + (uint64_t)(settle * 1e9);
	for (int i = 0; i < NS; i++) {
		S[i].next_ns = start + S[i].phase_ns;
		uint64_t k = 0;
		if (S[i].next_ns < meas) k = (meas - S[i].next_ns + interval - 1) / interval;
		S[i].first_meas = (uint32_t)k;
	}
	uint64_t nexttick = start, lastprog = start;
	struct epoll_event ev[256];
	int pos = 0; /* next stream in phase order */
	static struct mmsghdr tm[BATCH];
	static struct iovec tv[BATCH];
	uint64_t stop = end + (uint64_t)(drainsec * 1e9);
	for (;;) {
		uint64_t t = now_ns();
		if (t >= stop) break;
		if (!echo && t < end) {
			if (t > nexttick + 5 * tick && t > start) late++;
			/* send all that is due */
			int guard = NS * 4;
			while (guard-- > 0) {
				struct stream *s = &S[order[pos]];
				if (s->next_ns > t || s->next_ns >= end) break;
				if (!s->rxonly) {
					int k = 0;
					while (k < BATCH && s->next_ns <= t && s->next_ns < end) {
						/* only catch up more than one when badly late */
						uint8_t *p = txbuf[k];
						uint64_t st = real_ns();
						p[0] = 0x80;
						p[1] = (uint8_t)(pt & 0x7f) | (s->n + k == 0 ? 0x80 : 0);
						uint16_t sq = htons((uint16_t)(s->seq0 + s->n + k));
						memcpy(p + 2, &sq, 2);
						put32(p + 4, s->ts0 + (uint32_t)((s->n + k) * (uint32_t)(8 * ptime)));
						put32(p + 8, s->ssrc);
						memcpy(p + 12, "RTPG", 4);
						put32(p + 16, order[pos]);
						put32(p + 20, (uint32_t)(st >> 32));
						put32(p + 24, (uint32_t)st);
						put32(p + 28, s->n + k);
						tv[k].iov_base = p;
						tv[k].iov_len = 12 + bytes;
						memset(&tm[k], 0, sizeof tm[k]);
						tm[k].msg_hdr.msg_iov = &tv[k];
						tm[k].msg_hdr.msg_iovlen = 1;
						tm[k].msg_hdr.msg_name = &s->rem;
						tm[k].msg_hdr.msg_namelen = sizeof s->rem;
						k++;
						s->next_ns += interval;
					}
					int r = sendmmsg(s->fd, tm, k, 0);
					if (r < 0) { send_err += k; }
					else { sent += r; send_err += k - r; }
					s->n += k;
				} else {
					while (s->next_ns <= t) s->next_ns += interval;
				}
				pos = (pos + 1) % NS;
			}
			nexttick = t / tick * tick + tick;
		}
		int n;
		do {
			n = epoll_wait(ep, ev, 256, 0);
			for (int i = 0; i < n; i++) drain(&S[ev[i].data.u32], echo);
		} while (n == 256);
		t = now_ns();
		uint64_t until = t < end && !echo ? nexttick : t + 1000000ull;
		if (until > t) {
			/* sleep until the next tick or the next packet */
			struct timespec w = { 0, (long)(until - t) };
			if (!wake) nanosleep(&w, NULL);
			else {
				n = epoll_pwait2(ep, ev, 256, &w, NULL);
				for (int i = 0; i < n; i++) drain(&S[ev[i].data.u32], echo);
			}
		}
		if (!quiet && t > lastprog + 5000000000ull) {
			lastprog = t;
			fprintf(stderr, "%.0fs sent=%llu received=%llu\n", (t - start) / 1e9, (unsigned long long)sent, (unsigned long long)received);
		}
	}
	uint64_t msent = 0, uniq = 0;
	for (int i = 0; i < NS; i++) {
		if (!S[i].rxonly && S[i].n > S[i].first_meas) msent += S[i].n - S[i].first_meas;
		uniq += S[i].uniq;
	}
	struct rusage ru;
	getrusage(RUSAGE_SELF, &ru);
	double cpu = ru.ru_utime.tv_sec + ru.ru_utime.tv_usec / 1e6 + ru.ru_stime.tv_sec + ru.ru_stime.tv_usec / 1e6;
	double lossp = msent ? 100.0 * ((double)msent - (double)uniq) / msent : 0;
	const char *fmt = json ?
		"{\"streams\":%d,\"rate\":%.3f,\"duration\":%.3f,\"sent\":%llu,\"send_err\":%llu,\"late_ticks\":%llu,\"received\":%llu,\"foreign\":%llu,\"dup\":%llu,\"echoed\":%llu,\"measured_sent\":%llu,\"measured_received\":%llu,\"lost\":%lld,\"loss_pct\":%.4f,\"lat_us_p50\":%llu,\"lat_us_p90\":%llu,\"lat_us_p99\":%llu,\"lat_us_p999\":%llu,\"lat_us_max\":%llu,\"lat_us_mean\":%.1f,\"gen_cpu_s\":%.3f}\n" :
		"streams=%d\nrate=%.3f\nduration=%.3f\nsent=%llu\nsend_err=%llu\nlate_ticks=%llu\nreceived=%llu\nforeign=%llu\ndup=%llu\nechoed=%llu\nmeasured_sent=%llu\nmeasured_received=%llu\nlost=%lld\nloss_pct=%.4f\nlat_us_p50=%llu\nlat_us_p90=%llu\nlat_us_p99=%llu\nlat_us_p999=%llu\nlat_us_max=%llu\nlat_us_mean=%.1f\ngen_cpu_s=%.3f\n";
#define U (unsigned long long)
	printf(fmt, NS, rate, dur, U sent, U send_err, U late, U received, U foreign, U dups, U echoed, U msent, U uniq,
		(long long)msent - (long long)uniq, lossp, U pct(.5), U pct(.9), U pct(.99), U pct(.999), U hmax, hcount ? hsum / hcount : 0, cpu);
	return 0;
}
