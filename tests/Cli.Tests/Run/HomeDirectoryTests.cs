using Helios.Contracts;

namespace Helios.Cli.Tests;

public class HomeDirectoryTests
{
    private static readonly string[] s_passwd = ["root:x:0:0:root:/root:/bin/sh", "short:line", "web:x:33:33:web:/var/www:/bin/false", "bad:x:34:34::home:"];

    [Theory]
    [InlineData("web", "/var/www")]
    [InlineData("33", "/var/www")]
    [InlineData("0:33", "/root")]
    [InlineData("nobody", null)]
    [InlineData("bad", null)]
    public void Find_reads_the_passwd_file(string user, string? home) => Assert.Equal(home, HomeDirectory.Find(s_passwd, UserSpec.Parse(user)));

    [Fact]
    public void Of_the_launcher_is_his_own()
    {
        Assert.Equal("/root", HomeDirectory.Of(null, RootSpec.Host, CommandLineReader.Host));
        Assert.Equal("/home/me", HomeDirectory.Of(null, RootSpec.Host, CommandLineReader.Host with { IsRoot = false }));
    }

    [Fact]
    public void Of_a_stranger_is_the_root_directory()
    {
        Assert.Equal("/", HomeDirectory.Of(UserSpec.Parse("123456"), RootSpec.Void, CommandLineReader.Host));
        Assert.Equal("/root", HomeDirectory.Of(UserSpec.Root, RootSpec.Void, CommandLineReader.Host));
        Assert.Equal("/", HomeDirectory.Of(UserSpec.Parse("me"), new RootSpec { Kind = RootKind.Directory, Path = "/nonexistent" }, CommandLineReader.Host));
    }
}
