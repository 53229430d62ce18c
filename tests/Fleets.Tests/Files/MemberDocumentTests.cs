using Helios.Hocon;

namespace Helios.Fleets.Tests;

public class MemberDocumentTests
{
    private const string Everything = """
        groups.front.strategy = rest-for-one
        containers.db { command = [db], health.tcp = 5432 }
        containers.cache { command = [cache] }
        containers.web {
          command = [nginx, -g, "daemon off; ${x} {{index}} \u0001"], root = /srv/web, ephemeral = true, read-only = true
          mounts = ["/etc/ssl:/etc/ssl:ro", "tmpfs:/run", { tmpfs = /tmp, size = 16M, mode = 1777 }, { source = /data, target = /data }]
          namespaces = [pid, mount, uts], hostname = web, domainname = example, workdir = /srv
          environment { A = 1, B = two }, user = "www-data:adm", supplementary-groups = [video]
          limits { memory = 64M, swap = 0, cpus = 0.5, cpuset = "0,2-3", cpu-weight = 200, io-weight = 50, pids = 100 }
          rlimits { nofile = "1024:4096", core = 0 }, oom-score-adj = 500
          capabilities { add = [NET_RAW], drop = [ALL] }, no-new-privileges = false, seccomp = unconfined, unmasked = true
          terminal = true, stop-signal = QUIT, stop-grace = 3s
          group = front, backend = simulated, autostart = false, essential = true, remove-after-exit = true, history = 5
          restart { policy = "on-failure:4", delay = 1s, factor = 3, max-delay = 1m, jitter = 0.5, reset-after = 2m, intensity { restarts = 9, window = 1h } }
          requires { db { condition = healthy, on-loss = restart } }, after = [cache]
          readiness { tcp = 80, interval = 2s, timeout = 30s }
          health { http = ":80/healthz?a=b", interval = 5s, timeout = 1s, retries = 2, start-period = 20s, on-unhealthy = restart }
          watchdog = 15s
          hooks { pre-start = [a], post-start { command = b c, timeout = 5s }, pre-stop = [d], post-stop = [e] }
          schedule { cron = "@daily", overlap = queue }
          logs { ring = 1M, stdout = block, stderr = spill, file { directory = /var/log/web, max-size = 1M, max-age = 1d, total = 5M } }
        }
        """;

    [Fact]
    public void A_container_with_everything_comes_back_as_it_was()
    {
        MemberSpec web = FleetFile.Parse(Everything.Replace("${x}", "$x", StringComparison.Ordinal), "test").Fleet.Members.Single(static member => member.Key == "web");
        MemberSpec again = Again(web);
        Assert.Equal(MemberFields.Of(web), MemberFields.Of(again));
        Assert.Equal(web.Container.Command, again.Container.Command);
        Assert.Equal(web.Dependencies, again.Dependencies);
    }

    [Theory]
    [InlineData("command = [app]")]
    [InlineData("command = [app], readiness = notify, health { command = [a, \"b c\"] }")]
    [InlineData("command = [app], readiness = newline, health { tcp = 1 }")]
    [InlineData("command = [app], readiness { started = 3s }")]
    [InlineData("command = [app], readiness { command = [ready, \"x y\"], interval = 7s }")]
    [InlineData("command = [app], restart = always, schedule = \"*/5 * * * *\"")]
    public void Every_alternative_comes_back(string container)
    {
        MemberSpec member = Assert.Single(FleetFile.Parse($"containers.web {{ {container} }}", "test").Fleet.Members);
        Assert.Equal(MemberFields.Of(member), MemberFields.Of(Again(member)));
    }

    [Fact]
    public void What_a_newer_version_added_is_passed_over_and_nonsense_is_a_fault()
    {
        HoconObject written = MemberDocument.Write(Some.Member("web"));
        HoconObject newer = HoconParser.Parse("from-the-future { a = 1 }, restart.jerk = 3", name: "newer").Root.WithFallback(written);
        Assert.Equal(MemberFields.Of(Some.Member("web")), MemberFields.Of(MemberDocument.Read(newer, Some.Id("web"), "web", null, "test")));
        HoconObject wrong = HoconParser.Parse("restart.policy = perhaps", name: "wrong").Root.WithFallback(written);
        Assert.Throws<FleetFileException>(() => MemberDocument.Read(wrong, Some.Id("web"), "web", null, "test"));
    }

    private static MemberSpec Again(MemberSpec member)
        => MemberDocument.Read(MessagePackFleet.Read(MessagePackFleet.Write(MemberDocument.Write(member)), "test"), member.Id, member.Key, member.Index, "test");
}
