using Helios.Support;

namespace Helios.Cli.Tests;

public sealed class SpecVerbTests : IDisposable
{
    private readonly TempTree _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void A_fleet_goes_through_all_formats_and_comes_back()
    {
        string hocon = _files.Write("a.hocon", "templates.small { limits.memory = 64M }\ncontainers.web = ${templates.small} { command = [app, \"a b\"] }\n");
        Good("spec", "convert", hocon, _files.At("b.json"));
        Good("spec", "convert", _files.At("b.json"), _files.At("c.msgpack"));
        Good("spec", "convert", _files.At("c.msgpack"), _files.At("d.hocon"));
        Good("spec", "convert", _files.At("d.hocon"), _files.At("e.json"));
        Assert.Equal(File.ReadAllText(_files.At("b.json")), File.ReadAllText(_files.At("e.json")));
        Assert.Equal(File.ReadAllText(_files.At("b.json")), Good("spec", "convert", "--to", "json", hocon));
        Assert.Empty(Directory.GetFiles(_files.At(), "*.part"));
    }

    [Fact]
    public void A_name_that_tells_nothing_needs_a_word()
    {
        string file = _files.Write("fleet", "containers.web.command = [app]\n");
        Assert.Equal("helios spec: say what standard output is to be: --to hocon, json or msgpack\n", Bad("spec", "convert", file));
        Assert.Contains("say what it is to be with --to", Bad("spec", "convert", file, _files.At("out")), StringComparison.Ordinal);
        Good("spec", "convert", "--to", "msgpack", file, _files.At("out"));
        Assert.Contains("\"web\"", Good("spec", "convert", "--to", "json", _files.At("out")), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_fault_is_told_with_file_and_line_and_nothing_is_written()
    {
        string file = _files.Write("bad.hocon", "containers.web {\n  command = [app]\n  memroy = 1\n  stop-grace = 5\n}\n");
        string error = Bad("spec", "convert", file, _files.At("out.json"));
        Assert.Contains("bad.hocon:3:3: containers.web: unknown key 'memroy'", error, StringComparison.Ordinal);
        Assert.Contains("bad.hocon:4:16: containers.web.stop-grace: '5' has no unit", error, StringComparison.Ordinal);
        Assert.False(File.Exists(_files.At("out.json")));
        Assert.Equal(error, Bad("spec", "check", file));
        Assert.Equal("", Good("spec", "check", _files.Write("good.hocon", "containers.web.command = [app]")));
    }

    [Fact]
    public void Configurations_of_other_programs_become_fleets()
    {
        string container = _files.Write("c.json", """{ "hostname": "box", "rootfs": "r", "command": ["a"], "cpu_limit_percentage": 250 }""");
        Assert.Equal($"containers {{\n  box {{\n    hostname = box\n    root = {_files.At("r")}\n    command = [a]\n    limits {{\n      cpus = 2.5\n    }}\n  }}\n}}\n", Good("spec", "convert", "--to", "hocon", container));
        string spec = _files.Write("s.json", """{ "entrypoints": { "e": {} } }""");
        Assert.Contains("command = [/opt/app]", Good("spec", "convert", "--to", "hocon", "--set", "binary=/opt/app", spec), StringComparison.Ordinal);
        Assert.Contains("--set binary=", Bad("spec", "convert", "--to", "hocon", spec), StringComparison.Ordinal);
        Assert.Contains("top level: unknown key 'entrypoints'", Bad("spec", "convert", "--from", "json", "--to", "hocon", spec), StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_read_or_written_is_one_line()
    {
        Assert.Equal("helios spec: /nowhere.hocon: the file does not exist\n", Bad("spec", "convert", "/nowhere.hocon", "x.json"));
        Assert.Contains("/nowhere/x.json", Bad("spec", "convert", _files.Write("f.hocon", ""), "/nowhere/x.json"), StringComparison.Ordinal);
        Assert.StartsWith("helios spec: missing subcommand", Bad("spec"), StringComparison.Ordinal);
        Assert.StartsWith("helios spec: 'mend'", Bad("spec", "mend"), StringComparison.Ordinal);
    }

    private static string Good(params string[] words)
    {
        (int code, string output, string error) = CommandLineReader.Invoke(words);
        Assert.True(code == 0, error);
        return output;
    }

    private static string Bad(params string[] words)
    {
        (int code, string output, string error) = CommandLineReader.Invoke(words);
        Assert.Equal((125, ""), (code, output));
        return error;
    }
}
