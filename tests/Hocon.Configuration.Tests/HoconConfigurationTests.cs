using Microsoft.Extensions.Configuration;

namespace Helios.Hocon.Configuration.Tests;

public sealed class HoconConfigurationTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("helios-hocon-");

    public void Dispose() => _folder.Delete(recursive: true);

    private void Write(string name, string text)
    {
        // Replaced in one step, as editors and deployments do, so that no watcher sees half a file.
        string path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path + "~", text);
        File.Move(path + "~", path, overwrite: true);
    }

    private ConfigurationRoot Build(Action<HoconConfigurationSource> configure) =>
        (ConfigurationRoot)new ConfigurationBuilder().SetBasePath(_folder.FullName).AddHoconFile(source =>
        {
            source.Path = "app.conf";
            source.ReloadDelay = 20;
            configure(source);
        }).Build();

    private static Task Reloaded(ConfigurationRoot configuration)
    {
        TaskCompletionSource changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        ((IConfiguration)configuration).GetReloadToken().RegisterChangeCallback(_ => changed.TrySetResult(), null);
        return changed.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }

    [Fact]
    public void A_file_becomes_flat_keys()
    {
        Write("part.conf", "level = debug");
        Write("app.conf", "a { b = 1, c = [x, { d = yes }] }\nbase = 2s\ncopy = ${base}\nnone = null\nempty = []\nlog { include \"part.conf\" }");
        using ConfigurationRoot configuration = Build(_ => { });

        Assert.Equal("1", configuration["a:b"]);
        Assert.Equal("x", configuration["a:c:0"]);
        Assert.Equal("yes", configuration["A:C:1:D"]);
        Assert.Equal("2s", configuration["copy"]);
        Assert.Equal("debug", configuration["log:level"]);
        Assert.Null(configuration["none"]);
        Assert.Equal("", configuration["empty"]);
    }

    [Fact]
    public void A_missing_file_is_refused_unless_it_is_optional()
    {
        Assert.Throws<FileNotFoundException>(() => new ConfigurationBuilder().SetBasePath(_folder.FullName).AddHoconFile("app.conf").Build());
        Assert.Empty(new ConfigurationBuilder().SetBasePath(_folder.FullName).AddHoconFile("app.conf", optional: true).Build().AsEnumerable());
    }

    [Fact]
    public void A_first_file_that_is_refused_throws_with_the_place()
    {
        Write("app.conf", "a = *");

        InvalidDataException failure = Assert.Throws<InvalidDataException>(() => Build(_ => { }));
        Assert.StartsWith("app.conf:1:5", Assert.IsType<HoconException>(failure.InnerException).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Keys_that_differ_only_in_case_are_refused()
    {
        Write("app.conf", "a = 1, A = 2");

        Assert.Contains("differ only in case", Assert.Throws<InvalidDataException>(() => Build(_ => { })).InnerException!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_changed_file_is_loaded_again()
    {
        Write("app.conf", "a = 1");
        using ConfigurationRoot configuration = Build(source => source.ReloadOnChange = true);
        Task reloaded = Reloaded(configuration);

        Write("app.conf", "a = 2");
        await reloaded;

        Assert.Equal("2", configuration["a"]);
    }

    [Fact]
    public async Task A_changed_included_file_is_loaded_again()
    {
        Write("part.conf", "a = 1");
        Write("app.conf", "include \"part.conf\"");
        using ConfigurationRoot configuration = Build(source => source.ReloadOnChange = true);
        Task reloaded = Reloaded(configuration);

        Write("part.conf", "a = 2");
        await reloaded;

        Assert.Equal("2", configuration["a"]);
    }

    [Fact]
    public async Task A_changed_file_that_is_refused_leaves_the_last_good_values()
    {
        Write("app.conf", "a = 1");
        TaskCompletionSource<HoconException> refused = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using ConfigurationRoot configuration = Build(source =>
        {
            source.ReloadOnChange = true;
            source.OnRefused = refusal => refused.TrySetResult(refusal);
        });

        Write("app.conf", "a = *");
        HoconException refusal = await refused.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        Assert.Contains("'*'", refusal.Message, StringComparison.Ordinal);
        Assert.Equal("1", configuration["a"]);
    }
}
