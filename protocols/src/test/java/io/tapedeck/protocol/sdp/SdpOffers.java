package io.tapedeck.protocol.sdp;

import java.util.Map;

/** Offers as devices and controllers send them, shortened only where a line repeats itself. */
public final class SdpOffers {

    /** A desk phone. */
    public static final String PHONE = crlf("""
            v=0
            o=- 20518 0 IN IP4 192.0.2.10
            s=Phone
            c=IN IP4 192.0.2.10
            t=0 0
            m=audio 11780 RTP/AVP 9 8 0 18 101
            a=rtpmap:9 G722/8000
            a=rtpmap:8 PCMA/8000
            a=rtpmap:0 PCMU/8000
            a=rtpmap:18 G729/8000
            a=fmtp:18 annexb=no
            a=rtpmap:101 telephone-event/8000
            a=fmtp:101 0-15
            a=ptime:20
            a=sendrecv
            """);

    /** A browser: bundle, ICE, DTLS, audio and video. */
    public static final String WEBRTC = crlf("""
            v=0
            o=- 4611731400430051336 2 IN IP4 127.0.0.1
            s=-
            t=0 0
            a=group:BUNDLE 0 1
            a=extmap-allow-mixed
            a=msid-semantic: WMS 0f2c
            m=audio 49203 UDP/TLS/RTP/SAVPF 111 63 9 0 8 13 110 126
            c=IN IP4 203.0.113.7
            a=rtcp:9 IN IP4 0.0.0.0
            a=candidate:1467250027 1 udp 2122260223 192.168.0.196 46243 typ host generation 0
            a=candidate:435653019 1 tcp 1845501695 192.168.0.196 9 typ host tcptype active generation 0
            a=ice-ufrag:F7gI
            a=ice-pwd:x9cml/YzichV2+XlhiMu8g
            a=ice-options:trickle
            a=fingerprint:sha-256 D1:2C:BE:AD:C4:F6:64:5C:25:16:11:9C:AF:E7:0F:73:79:36:4E:9C:1E:15:54:39:0C:06:8B:ED:96:86:00:39
            a=setup:actpass
            a=mid:0
            a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level
            a=sendrecv
            a=rtcp-mux
            a=rtpmap:111 opus/48000/2
            a=rtcp-fb:111 transport-cc
            a=fmtp:111 minptime=10;useinbandfec=1
            a=rtpmap:63 red/48000/2
            a=fmtp:63 111/111
            a=rtpmap:9 G722/8000
            a=rtpmap:0 PCMU/8000
            a=rtpmap:8 PCMA/8000
            a=rtpmap:13 CN/8000
            a=rtpmap:110 telephone-event/48000
            a=rtpmap:126 telephone-event/8000
            a=ssrc:3570614608 cname:4TOk42mSjXCkVIa6
            m=video 0 UDP/TLS/RTP/SAVPF 96 97
            c=IN IP4 0.0.0.0
            a=mid:1
            a=bundle-only
            a=recvonly
            a=rtpmap:96 VP8/90000
            a=rtcp-fb:96 nack pli
            a=rtcp-fb:* ccm fir
            a=rtpmap:97 rtx/90000
            a=fmtp:97 apt=96
            """);

    /** A video phone: session-wide bandwidth, its own RTCP ports, H.264 and a presentation that is refused. */
    public static final String VIDEO = crlf("""
            v=0
            o=tandberg 7 8 IN IP4 198.51.100.3
            s=-
            c=IN IP4 198.51.100.3
            b=AS:4064
            t=0 0
            m=audio 2326 RTP/AVP 107 11 15
            b=TIAS:128000
            a=rtpmap:107 MP4A-LATM/90000
            a=fmtp:107 profile-level-id=25;object=23;bitrate=128000
            a=rtcp:2400 IN IP4 198.51.100.3
            m=video 2328 RTP/AVP 97 34
            b=TIAS:4064000
            a=rtpmap:97 H264/90000
            a=fmtp:97 packetization-mode=0;profile-level-id=420016;max-br=5000
            a=label:11
            a=sendonly
            m=application 0 UDP/BFCP *
            """);

    /** A session recording client: one stream per party, told apart by labels (RFC 7866). */
    public static final String SIPREC = crlf("""
            v=0
            o=SRC 2890844526 2890844526 IN IP4 198.51.100.1
            s=-
            c=IN IP4 198.51.100.1
            t=0 0
            m=audio 12240 RTP/AVP 0 4 8
            a=sendonly
            a=label:1
            m=audio 22456 RTP/AVP 0 4 8
            a=sendonly
            a=label:2
            """);

    /** A fax machine re-negotiating to T.38 over UDPTL. */
    public static final String T38 = crlf("""
            v=0
            o=faxgw1 2890846527 2890846527 IN IP4 192.0.2.1
            s=-
            c=IN IP4 192.0.2.1
            t=0 0
            m=audio 0 RTP/AVP 0
            m=image 2468 udptl t38
            a=T38FaxVersion:0
            a=T38MaxBitRate:14400
            a=T38FaxFillBitRemoval
            a=T38FaxRateManagement:transferredTCF
            a=T38FaxUdpEC:t38UDPRedundancy
            """);

    /** Held in two ways at once: a session-wide direction and the address of old. */
    public static final String HOLD = crlf("""
            v=0
            o=- 20518 1 IN IP4 192.0.2.10
            s=Phone
            c=IN IP4 0.0.0.0
            t=0 0
            a=sendonly
            m=audio 11780 RTP/AVP 8
            m=audio 11790 RTP/AVP 8
            a=inactive
            """);

    /** IPv6, SRTP with keys in the SDP, a port pair, a zone and a key line that nobody uses any more. */
    public static final String IPV6 = crlf("""
            v=0
            o=- 1 1 IN IP6 2001:db8::1
            s=\u00a0
            i=Zwei Leitungen, für Tests
            u=http://www.example.org/
            e=j.doe@example.org (Jane Doe)
            p=+49 30 123456
            c=IN IP6 2001:db8::1
            b=X-YZ:128
            t=3034423619 3042462419
            r=604800 3600 0 90000
            z=3034423619 -1h
            k=prompt
            m=audio 6000/2 RTP/SAVP 96 8
            i=second line
            a=rtpmap:96 AMR-WB/16000
            a=fmtp:96 octet-align=1; mode-set=0,2
            a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:d0RmdmcmVCspeEc3QGZiNWpVLFJhQX1cfHAwJSoj|2^20|1:32
            x=an unknown line
            """);

    public static final Map<String, String> ALL = Map.of(
            "phone", PHONE, "webrtc", WEBRTC, "video", VIDEO, "siprec", SIPREC, "t38", T38, "hold", HOLD, "ipv6", IPV6);

    private SdpOffers() {}

    private static String crlf(String text) {
        return text.replace("\n", "\r\n");
    }
}
