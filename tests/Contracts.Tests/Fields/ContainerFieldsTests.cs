using System.Collections;
using System.Reflection;
using System.Text;
using System.Text.Json;

namespace Helios.Contracts.Tests.Fields;

/// <summary>The table of fields is whole: nothing of a specification is without a row, and every row reads what it writes.</summary>
public sealed class ContainerFieldsTests
{
    private static readonly FieldTable<ContainerSpec> s_table = ContainerFields.Table;

    /// <summary>Every property has another value than the default; a new property has to be added here, and then needs a row.</summary>
    private static readonly ContainerSpec s_full = new()
    {
        Id = ContainerId.Parse("full"),
        Command = ["sh", "-c", "echo \"a b\""],
        Root = new RootSpec { Kind = RootKind.Directory, Path = "/srv/root", Ephemeral = true, ReadOnly = true },
        Mounts =
        [
            new MountSpec.Bind { Source = "/srv/a", Target = "/a", ReadOnly = true }, new MountSpec.Bind { Source = "/srv/b:c", Target = "/b" },
            new MountSpec.Tmpfs { Target = "/run" }, new MountSpec.Tmpfs { Target = "/tmp", Size = ByteSize.FromMiB(1), Mode = Convert.ToInt32("700", 8) },
        ],
        Namespaces = NamespaceKinds.Pid | NamespaceKinds.Mount | NamespaceKinds.Uts | NamespaceKinds.User | NamespaceKinds.Time,
        HostName = "web",
        DomainName = "example.org",
        WorkingDirectory = "/srv",
        Environment = [new("A", "1"), new("B", "x=y")],
        User = UserSpec.Parse("web:www"),
        Groups = ["7", "video"],
        Limits = new ResourceLimits
        {
            Memory = ByteSize.FromMiB(64),
            Swap = new ByteSize(0),
            Cpus = CpuAmount.Parse("0.5"),
            CpuSet = CpuSet.Parse("0,2-3"),
            CpuWeight = 50,
            IoWeight = 70,
            Pids = 20,
        },
        Rlimits = [Rlimit.Parse("nofile=1024:4096"), Rlimit.Parse("core=0")],
        OomScoreAdjust = -500,
        Security = new SecuritySpec
        {
            CapabilitiesAdded = ["NET_RAW"],
            CapabilitiesDropped = ["ALL"],
            NoNewPrivileges = false,
            Seccomp = SeccompProfile.Unconfined,
            Unmasked = true,
        },
        Terminal = true,
        StopSignal = new Signal(36),
        StopGrace = TimeSpan.FromTicks(12_345_678),
    };

    public static TheoryData<string> Keys => [.. s_table.Rows.Select(static row => row.Key)];

    [Fact]
    public void The_full_specification_sets_every_property() => Assert.Empty(Unset(s_full, s_table.Defaults, ""));

    [Fact]
    public void Every_property_has_a_row()
        => Assert.Empty(Unset(s_full, s_table.Rows.Aggregate(s_full, static (spec, row) => row.Set(spec, null)) with { Id = default }, ""));

    [Theory]
    [MemberData(nameof(Keys))]
    public void A_row_reads_what_it_gives(string key)
    {
        Field<ContainerSpec> row = s_table[key];
        FieldValue value = row.Get(s_full)!;
        Assert.NotNull(value);
        ContainerSpec again = row.Set(s_table.Defaults, value);
        Assert.Equal(Json(value), Json(row.Get(again)!));
        Assert.NotEqual(row.TextOf(s_table.Defaults), row.TextOf(again));
        Assert.Null(row.Get(row.Set(s_full, null)) is { } unset && row.TextOf(s_table.Defaults) is null ? unset : null);
    }

    [Fact]
    public void The_whole_survives_a_journey_field_by_field()
    {
        ContainerSpec again = s_table.Rows.Aggregate(s_table.Defaults with { Id = s_full.Id }, static (spec, row) => row.Set(spec, row.Get(s_full)));
        Assert.Equal(Document(s_full), Document(again));
        Assert.Equal(s_full.StopGrace, again.StopGrace);
    }

    [Theory]
    [InlineData("limits.memory", "64M", "64 MiB")]
    [InlineData("limits.swap", "0", "0 B")]
    [InlineData("stop-grace", "10 seconds", "10s")]
    [InlineData("stop-signal", "term", "SIGTERM")]
    [InlineData("capabilities.add", "cap_net_raw", "NET_RAW")]
    [InlineData("read-only", "yes", "true")]
    [InlineData("command", "sh -c true", "sh -c true")]
    [InlineData("namespaces", "pid", "pid")]
    public void A_field_takes_every_spelling_of_its_value(string key, string spelling, string text)
        => Assert.Equal(text, s_table[key].TextOf(s_table[key].Set(s_table.Defaults, new FieldValue.Text(spelling))));

    [Theory]
    [InlineData("capabilities.add", "FOO")]
    [InlineData("capabilities.drop", "12")]
    [InlineData("seccomp", "none")]
    [InlineData("namespaces", "pids")]
    [InlineData("stop-grace", "5")]
    [InlineData("limits.pids", "many")]
    [InlineData("command", "echo $HOME")]
    [InlineData("mounts", "/a:/b")]
    [InlineData("environment", "A=1")]
    public void What_is_no_such_value_is_refused(string key, string spelling)
        => Assert.Throws<FormatException>(() => s_table[key].Set(s_table.Defaults, new FieldValue.Text(spelling)));

    [Fact]
    public void Numbers_keys_and_options_are_given_once()
    {
        Assert.Equal(s_table.Rows.Length, s_table.Rows.Select(static row => row.Wire).Append(ContainerFields.IdWire).Distinct().Count() - 1);
        Assert.DoesNotContain(0, s_table.Rows.Select(static row => row.Wire));
        Assert.All(s_table.Rows.GroupBy(static row => row.Option?.Name).Where(static group => group.Key is not null and not "--security-opt"), static group => Assert.Single(group));
        Assert.All(s_table.Rows, static row => Assert.False(row.Doc.EndsWith('.') || char.IsAsciiLetterUpper(row.Doc[0]) && !row.Doc.StartsWith("NIS", StringComparison.Ordinal) && !row.Doc.StartsWith("OOM", StringComparison.Ordinal), row.Doc));
    }

    [Fact]
    public void The_schema_has_a_property_for_every_key()
    {
        using MemoryStream bytes = new();
        using (Utf8JsonWriter json = new(bytes))
        {
            json.WriteStartObject();
            s_table.WriteSchema(json);
            json.WriteEndObject();
        }

        JsonElement properties = JsonDocument.Parse(bytes.ToArray()).RootElement;
        foreach (string key in s_table.Rows.Select(static row => row.Key))
        {
            JsonElement at = properties;
            foreach (string part in key.Split('.'))
            {
                at = at.TryGetProperty("properties", out JsonElement inner) ? inner.GetProperty(part) : at.GetProperty(part);
            }

            Assert.NotEqual("", at.GetProperty("description").GetString());
        }
    }

    private static string Json(FieldValue value)
    {
        using MemoryStream bytes = new();
        using (Utf8JsonWriter json = new(bytes))
        {
            value.WriteTo(json);
        }

        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    private static string Document(ContainerSpec spec)
    {
        using MemoryStream bytes = new();
        using (Utf8JsonWriter json = new(bytes))
        {
            json.WriteStartObject();
            s_table.WriteTo(json, spec);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    /// <summary>The properties, also of the records inside, that have the same value in both.</summary>
    private static IEnumerable<string> Unset(object full, object plain, string path)
    {
        foreach (PropertyInfo property in full.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(static property => property.CanWrite))
        {
            object? one = property.GetValue(full);
            object? other = property.GetValue(plain);
            if (one is RootSpec or ResourceLimits or SecuritySpec)
            {
                foreach (string inner in Unset(one, other!, $"{path}{property.Name}."))
                {
                    yield return inner;
                }
            }
            else if (Same(one, other))
            {
                yield return path + property.Name;
            }
        }
    }

    private static bool Same(object? one, object? other)
        => one is IEnumerable several and not string && other is IEnumerable more ? several.Cast<object>().SequenceEqual(more.Cast<object>()) : Equals(one, other);
}
