using System.Text.Json;
using Helios.Support;

namespace Helios.Simulation.Tests;

/// <summary>Reports, compared with stored ones. HELIOS_UPDATE_GOLDEN=1 writes them anew.</summary>
public sealed class ReportTests
{
    private const string Fleet = """
        fleet.name = shop
        groups { back { strategy = rest-for-one } }
        containers {
          db { command = [db], group = back, restart = always, readiness = notify, limits.memory = 64M }
          cache { command = [cache], group = back, restart = always }
          web { command = [web], replicas = 2, restart = always, requires { db = ready }, health { command = [check], interval = 10s } }
          report { command = [report], schedule = "0 * * * *" }
          late { command = [late], requires { never = ready } }
          never { command = [never], readiness = notify }
        }
        """;

    private const string Scenario = """
        containers {
          db { start-time = 300ms, ready-after = 4s, memory = 16 MiB, memory-per-hour = 8 MiB }
          "web*" { lifetime = "exponential(mean = 4h)", exits = [ { code = 1 }, { signal = SEGV } ], health-pattern = "ok*200 fail*5" }
          report { lifetime = "uniform(1m, 20m)" }
          never { never-ready = true }
        }
        host = [ { fault = supervisor-crash, at = 8h, for = 1m }, { fault = no-threads, at = 16h, for = 5m } ]
        """;

    [Theory]
    [InlineData("report.txt")]
    [InlineData("report.html")]
    [InlineData("report.json")]
    [InlineData("many.txt")]
    public void It_is_the_stored_one(string file)
    {
        SimulationResult result = Simulated.Run(Fleet, Scenario, seed: 42);
        string text = file switch
        {
            "report.txt" => ReportText.Of(result),
            "report.html" => ReportHtml.Of(result),
            "report.json" => ReportJson.Of([result]),
            _ => ReportText.OfMany([.. Enumerable.Range(1, 5).Select(static seed => Simulated.Run(Fleet, Scenario, seed: seed))]),
        };
        string path = Repository.PathOf("tests", "Simulation.Tests", "Golden", file);
        if (Environment.GetEnvironmentVariable("HELIOS_UPDATE_GOLDEN") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, text);
        }

        Assert.Equal(File.ReadAllText(path), text);
    }

    [Fact]
    public void The_page_loads_nothing_and_runs_nothing()
    {
        string page = ReportHtml.Of(Simulated.Run("fleet.name = \"<script>\"\ncontainers { web { command = [web] } }", hours: 1));
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.DoesNotContain("http", page, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;", page, StringComparison.Ordinal);
    }

    [Fact]
    public void The_json_is_json() => Assert.Equal("shop", JsonDocument.Parse(ReportJson.Of([Simulated.Run(Fleet, Scenario)])).RootElement.GetProperty("fleet").GetString());
}
