namespace Helios.EndToEnd.Tests;

public class EnvironmentTests : RunTest
{
    [Fact]
    public void Nothing_of_the_callers_environment_passes()
        => Assert.Equal(
            ["HOME=/root", $"HOSTNAME={Name}", "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "container=helios"],
            Run("env").Expect().Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal));

    [Fact]
    public void Variables_are_added_and_read_from_files()
    {
        string file = Files.Write("variables", "A=file\nB=file\n");

        Assert.Equal("option file", Shell("echo $A $B", "--env-file", file, "-e", "A=option"));
    }

    [Fact]
    public void A_user_is_found_by_name_with_his_groups()
        => Assert.Equal("65534:65534 65534 4 /nonexistent", Shell("echo $(id -u):$(id -g) $(id -G) $HOME", "-u", "nobody", "--group-add", "adm"));

    [Fact]
    public void A_user_is_taken_by_number() => Assert.Equal("1234:4321", Shell("echo $(id -u):$(id -g)", "-u", "1234:4321"));

    [Fact]
    public void The_command_starts_in_the_working_directory() => Assert.Equal("/usr/share", Shell("pwd", "-w", "/usr/share"));
}
