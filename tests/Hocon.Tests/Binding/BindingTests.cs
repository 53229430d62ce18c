namespace Helios.Hocon.Tests.Binding;

public class BindingTests
{
    private const string Fleet = """
        base { memory = 64MiB, environment { LANG = C, DEBUG = 1 } }
        fleet {
          containers {
            web = ${base} {
              command = [ /bin/web, --port, 80 ]
              environment { PORT = 80, DEBUG = null }
              restart { policy = always, max-delay = 1m }
              essential = yes
            }
            db { command = /bin/db, tasks = 10, weight = 2, directory = /data, probe = "http://localhost/" }
          }
          groups { inner { containers { a { command = x } } } }
        }
        """;

    private static HoconBound<SampleFleet.Group> Bind(string text) =>
        SampleFleet.GroupSchema.BindAt(HoconParser.Parse(text, Text.Sealed, "f").Root, "fleet");

    private static HoconFault[] Faults(string containers) =>
        [.. Assert.Throws<HoconException>(() => Bind("fleet { containers {\n" + containers + "\n} }")).Faults];

    [Fact]
    public void A_fleet_binds_with_inherited_written_and_default_values()
    {
        SampleFleet.Group group = Bind(Fleet).Value;

        Assert.Equal(["web", "db"], group.Containers.Keys);
        SampleFleet.Container web = group.Containers["web"];
        Assert.Equal(["/bin/web", "--port", "80"], web.Command);
        Assert.Equal(64 << 20, web.Memory);
        Assert.Equal(512, web.Tasks);
        Assert.Equal(["LANG", "PORT"], web.Environment.Keys);
        Assert.Equal(new SampleFleet.Restart(SampleFleet.Policy.Always, TimeSpan.FromMilliseconds(250), TimeSpan.FromMinutes(1)), web.Restart);
        Assert.True(web.Essential);
        SampleFleet.Container db = group.Containers["db"];
        Assert.Equal(["/bin/db"], db.Command);
        Assert.Null(db.Memory);
        Assert.Equal(2.0, db.Weight);
        Assert.Equal(new Uri("http://localhost/"), db.Probe);
        Assert.Equal(SampleFleet.Policy.OnFailure, db.Restart.Policy);
        Assert.Equal("x", group.Groups["inner"].Containers["a"].Command[0]);
    }

    [Fact]
    public void Every_fault_of_a_file_is_reported_at_its_place()
    {
        HoconFault[] faults = Faults("web { comand = x, tasks = 0\nmemory = lots, restart { policy = allways } }\nDB { command = y }");

        Assert.Equal(
            [
                "f:2:7: fleet.containers.web.comand is unknown; did you mean command?",
                "f:2:27: fleet.containers.web.tasks must be between 1 and 65535, not \"0\"",
                "f:3:10: fleet.containers.web.memory is no size: \"lots\"; write a number and a unit, such as 64MiB",
                "f:3:35: fleet.containers.web.restart.policy must be one of no, on-failure, always, not \"allways\"; did you mean always?",
                "f:2:5: fleet.containers.web.command is missing; it must be set (string or list of string)",
                "f:4:1: fleet.containers.DB is no container name; use lower-case letters",
            ],
            faults.Select(fault => $"{fault.Origin}: {fault.Message}"));
        Assert.Equal("fleet.containers.web.comand", faults[0].Path);
    }

    [Theory]
    [InlineData("a { command = x, directory = data }", "fleet.containers.a.directory must be absolute, not \"data\"")]
    [InlineData("a { command = x, probe = \"::\" }", "fleet.containers.a.probe is refused: Invalid URI")]
    [InlineData("a { command = {} }", "fleet.containers.a.command must be a list, not an object")]
    [InlineData("a { command = [[x]] }", "fleet.containers.a.command[0] must be a string, not a list")]
    [InlineData("a { command = null }", "fleet.containers.a.command is null; it must be set")]
    [InlineData("a { command = x, tasks = 1.5 }", "fleet.containers.a.tasks is no whole number")]
    [InlineData("a { command = x, tasks = 9999999999 }", "fleet.containers.a.tasks must be between -2147483648 and")]
    [InlineData("a { command = x, essential = 1 }", "fleet.containers.a.essential is no boolean: \"1\"")]
    [InlineData("a { command = x, memory = 64QB }", "unknown size unit \"QB\"")]
    [InlineData("a { command = x, memory = 1KiB }", "must be between 1MiB and 1TiB, not \"1KiB\"")]
    [InlineData("a { command = x, restart { first-delay = 10S } }", "unknown time unit \"S\"")]
    [InlineData("a { command = x, restart { first-delay = 10m } }", "fleet.containers.a.restart.first-delay is longer than max-delay")]
    [InlineData("a { command = x, restart = 5 }", "fleet.containers.a.restart must be an object, not a number: \"5\"")]
    [InlineData("a { command = x, xyzzy = 5 }", "fleet.containers.a.xyzzy is unknown; fleet.containers.a knows command, memory, tasks")]
    [InlineData("a = 5", "fleet.containers.a must be an object, not a number")]
    public void A_value_that_does_not_fit_is_refused_with_path_and_reason(string containers, string message) =>
        Assert.Contains(message, Assert.Single(Faults(containers)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_null_takes_an_inherited_setting_back_to_its_default()
    {
        SampleFleet.Container a = Bind("fleet.containers.a { command = x, memory = null, tasks = null, restart = null }").Value.Containers["a"];

        Assert.Null(a.Memory);
        Assert.Equal(512, a.Tasks);
        Assert.Equal(TimeSpan.FromSeconds(30), a.Restart.MaxDelay);
    }

    [Fact]
    public void A_path_that_is_not_there_binds_like_an_empty_object() => Assert.Empty(Bind("").Value.Containers);

    [Fact]
    public void A_decimal_size_of_a_limit_earns_one_warning_for_each_place()
    {
        HoconBound<SampleFleet.Group> bound = Bind("b { memory = 64MB }\nfleet.containers { x = ${b} { command = x }, y = ${b} { command = y } }");

        HoconLint lint = Assert.Single(bound.Lints);
        Assert.Equal("f:1:14: warning: fleet.containers.x.memory is 64000000 bytes, because \"64MB\" counts in powers of ten; write MiB if powers of two are meant", lint.ToString());
        Assert.Equal(64_000_000, bound.Value.Containers["y"].Memory);
    }

    [Fact]
    public void The_origin_of_a_setting_can_be_asked_after_binding()
    {
        HoconBound<SampleFleet.Group> bound = Bind(Fleet);

        Assert.Equal("f:1:17", bound.OriginOf("containers.web.memory").ToString());
        Assert.Equal("f:10:8", bound.OriginOf("containers.db.memory").ToString());
        Assert.Equal("f:10:37", bound.OriginOf("containers.db.tasks").ToString());
        Assert.Equal(
            "f:10:37: fleet.containers.db.tasks is not supported by the backend simulated",
            bound.FaultAt("containers.db.tasks", "is not supported by the backend simulated").ToString().Split(Environment.NewLine)[0]);
    }

    [Fact]
    public void A_key_that_is_defined_twice_in_a_schema_is_refused() =>
        Assert.Throws<ArgumentException>(() => HoconSchema.Define<int>("x", "x", fields =>
        {
            fields.Required("a", HoconTypes.String, "a");
            fields.Required("a", HoconTypes.String, "a");
            return _ => 0;
        }));
}
