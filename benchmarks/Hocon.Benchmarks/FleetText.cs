using System.Globalization;
using System.Text;

namespace Helios.Hocon.Benchmarks;

/// <summary>Writes fleets of any size the way people write them: shared defaults, one block a container, comments, a few lists.</summary>
internal static class FleetText
{
    internal static string Hocon(int containers)
    {
        StringBuilder text = new();
        text.Append("""
            # Generated fleet.
            defaults {
              memory = 64MiB
              tasks = 128
              environment { LANG = C.UTF-8, TZ = UTC }
              restart { policy = on-failure, first-delay = 250ms, max-delay = 30s }
            }
            fleet.containers {

            """);
        for (int i = 0; i < containers; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $$"""
                  # Container number {{i}}.
                  svc-{{i}} = ${defaults} {
                    command = [/usr/bin/service, --port, {{1024 + (i % 60000)}}, "--name=svc {{i}}"]
                    image-root = /srv/images/base
                    memory = {{64 + (i % 64)}}MiB
                    cpu-weight = {{100 + (i % 900)}}
                    environment { INSTANCE = {{i}}, PEER = "svc-{{(i + 1) % containers}}.local" }
                    depends-on = [svc-{{i / 2}}]
                    restart.max-delay = 1m
                    health { command = [/usr/bin/check, --quick], interval = 10s, timeout = 2s }
                  }

                """);
        }

        return text.Append("}\n").ToString();
    }
}
