/* A beacon of the C family: czmq's zbeacon. It announces a TCP port at which nobody listens, and hears others.
 *
 *   ZSYS_INTERFACE=eth1 zbeacon UDP-PORT TCP-PORT
 *
 * Prints "up ADDRESS UUID", then "heard ADDRESS BYTES-IN-HEX" for each beacon. Ends with its standard input. */
#include <czmq.h>

#define ZRE_BEACON 22

int main (int argc, char *argv [])
{
    if (argc != 3) {
        fprintf (stderr, "usage: zbeacon UDP-PORT TCP-PORT\n");
        return 2;
    }
    setvbuf (stdout, NULL, _IOLBF, 0);
    zsys_handler_set (NULL);

    zactor_t *beacon = zactor_new (zbeacon, NULL);
    assert (beacon);
    zsock_send (beacon, "si", "CONFIGURE", atoi (argv [1]));
    char *host = zstr_recv (beacon);
    if (!host || !*host) {
        printf ("refused this interface\n");
        zactor_destroy (&beacon);
        return 1;
    }

    int port = atoi (argv [2]);
    zuuid_t *uuid = zuuid_new ();
    byte announcement [ZRE_BEACON] = { 'Z', 'R', 'E', 1 };
    memcpy (announcement + 4, zuuid_data (uuid), 16);
    announcement [20] = (byte) (port >> 8);
    announcement [21] = (byte) port;
    zsock_send (beacon, "sbi", "PUBLISH", announcement, sizeof announcement, 250);
    zsock_send (beacon, "sb", "SUBSCRIBE", "ZRE", 3);
    printf ("up %s %s\n", host, zuuid_str (uuid));

    int input = STDIN_FILENO;
    zpoller_t *poller = zpoller_new (beacon, &input, NULL);
    while (zpoller_wait (poller, -1) == beacon) {
        char *from = zstr_recv (beacon);
        zframe_t *content = zframe_recv (beacon);
        if (!from || !content)
            break;
        char *hex = zframe_strhex (content);
        printf ("heard %s %s\n", from, hex);
        zstr_free (&hex);
        zframe_destroy (&content);
        zstr_free (&from);
    }
    zpoller_destroy (&poller);
    zuuid_destroy (&uuid);
    zstr_free (&host);
    zactor_destroy (&beacon);
    return 0;
}
