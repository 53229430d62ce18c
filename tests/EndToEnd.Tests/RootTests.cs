using Helios.Support;

namespace Helios.EndToEnd.Tests;

public class RootTests : RunTest
{
    [Fact]
    public void Writes_to_the_hosts_root_vanish()
    {
        string file = $"/usr/{Name}";

        Assert.Equal("inside", Shell($"echo inside >{file}; cat {file}"));
        Assert.False(File.Exists(file));
    }

    [Fact]
    public void Homes_and_secrets_of_the_host_are_hidden()
    {
        Assert.Equal("0", Shell("ls -A /root | wc -l"));
        Assert.Equal("0", Shell("cat /etc/shadow | wc -c"));
    }

    [Fact]
    public void A_directory_is_written_to_unless_it_is_ephemeral_or_read_only()
    {
        string root = BusyboxRoot();

        Assert.Equal(0, Run("--root", root, "--ephemeral", "/bin/sh", "-c", "echo x >/lost").ExitCode);
        Assert.False(File.Exists(root + "/lost"));
        Assert.NotEqual(0, Run("--root", root, "--read-only", "/bin/sh", "-c", "echo x >/lost").ExitCode);
        Assert.False(File.Exists(root + "/lost"));
        Assert.Equal(0, Run("--root", root, "/bin/sh", "-c", "echo x >/kept").ExitCode);
        Assert.Equal("x\n", File.ReadAllText(root + "/kept"));
    }

    [Fact]
    public void A_void_root_holds_only_what_is_listed()
    {
        string busybox = Busybox();

        Assert.Equal(
            ["bin", "dev", "proc", "sys"],
            Run("--root", "void", "-v", $"{busybox}:/bin/busybox:ro", "/bin/busybox", "ls", "/").Expect().Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void A_volume_is_shared_with_the_host_and_read_only_where_said()
    {
        Files.Write("data/in", "from the host\n");

        Assert.Equal("from the host", Shell("cat /data/in; echo written >/data/out", "-v", $"{Files.At("data")}:/data"));
        Assert.Equal("written\n", File.ReadAllText(Files.At("data", "out")));
        Assert.NotEqual(0, Run("-v", $"{Files.At("data")}:/data:ro", "touch", "/data/no").ExitCode);
        Assert.Equal("from the host", Shell("cat /file", "-v", $"{Files.At("data", "in")}:/file:ro"));
    }

    [Fact]
    public void Mounts_are_made_in_order()
    {
        Files.Write("inner/file", "inner\n");

        Assert.Equal("file", Shell("ls /x/y; test $(ls /x | wc -l) = 1", "--tmpfs", "/x:size=1M", "-v", $"{Files.At("inner")}:/x/y:ro"));
    }

    [Fact]
    public void A_tmpfs_is_as_large_as_said() => Assert.Equal("1024", Shell("df -k /x | tail -n 1 | tr -s ' ' | cut -d ' ' -f 2", "--tmpfs", "/x:size=1M"));

    private static string Busybox()
    {
        Needs.Tool("busybox");
        return Tool.Find("busybox")!;
    }

    private string BusyboxRoot()
    {
        string root = Files.MakeFolder("root");
        Files.MakeFolder("root/bin");
        File.Copy(Busybox(), root + "/bin/busybox");
        File.CreateSymbolicLink(root + "/bin/sh", "busybox");
        return root;
    }
}
