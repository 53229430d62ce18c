using System.Runtime.InteropServices;
using Helios.Contracts;
using Helios.Linux;

namespace Helios.Backends.Contract.Tests;

/// <summary>Standard streams and other descriptors.</summary>
internal static class StreamCases
{
    internal static IEnumerable<ContractCase> All { get; } =
    [
        new("standard output and standard error come apart", async run =>
        {
            Outcome outcome = await run.RunAsync(run.Shell("echo out; echo err >&2"));
            Assert.Equal(("out\n", "err\n"), (outcome.Output, outcome.Error));
        }),
        new("standard input is passed to its end", async run =>
            Assert.Equal("one\ntwo\n", (await run.RunAsync(run.Command("/bin/cat"), input: "one\ntwo\n")).Output)),
        new("an empty standard input is at its end", async run =>
            Assert.Equal("", (await run.RunAsync(run.Command("/bin/cat"))).Output)),
        new("a conversation works line by line", async run =>
        {
            LiveContainer container = await run.StartAsync(run.Shell("while read word; do echo \"got $word\"; done"));
            container.Write("one\n");
            await container.Output.ExpectAsync("got one");
            container.Write("two\n");
            await container.Output.ExpectAsync("got two");
            container.CloseInput();
            Assert.Equal(0, (await container.EndAsync()).Status.Code);
        }),
        new("four megabytes of output come whole", async run =>
        {
            Outcome outcome = await run.RunAsync(run.Shell("head -c 4194304 /dev/zero | tr '\\0' x"));
            Assert.Equal((4_194_304, true), (outcome.Output.Length, outcome.Output.All(static c => c == 'x')));
        }),
        new("a megabyte of input comes whole", async run =>
            Assert.Equal("1048576\n", (await run.RunAsync(run.Shell("cat | wc -c"), input: new string('x', 1 << 20))).Output)),
        new("a zero byte passes", async run => Assert.Equal("a\0b", (await run.RunAsync(run.Shell("printf 'a\\000b'"))).Output)),
        new("output without a last newline passes", async run => Assert.Equal("x", (await run.RunAsync(run.Shell("printf x"))).Output)),
        new("output that was written before a crash is not lost", async run =>
        {
            LiveContainer container = await run.StartAsync(run.Shell("echo last words; sleep 600"));
            await container.Output.ExpectAsync("last words");
            container.Container.TrySignal(Signal.Kill);
            Assert.Equal("last words\n", (await container.EndAsync()).Output);
        }),
        new("streams that are not connected are the null device", async run =>
        {
            ContainerSpec spec = run.Shell("for stream in 0 1 2; do test \"$(readlink /proc/self/fd/$stream)\" = /dev/null || exit 1$stream; done; exit 44");

            // The subshell of $(…) has a pipe as its output, so the shell's own descriptors are asked.
            spec = spec with { Command = ["/bin/sh", "-c", spec.Command[2].Replace("/proc/self/", "/proc/$$/", StringComparison.Ordinal)] };
            run.SkipWhatIsLacking(spec);
            await using IContainer container = await run.Backend.PrepareAsync(spec, ContainerIo.Nothing, CancellationToken.None);
            await container.StartAsync(CancellationToken.None);
            Assert.Equal(44, (await container.Exited.WaitAsync(CaseRun.Patience)).Code);
        }),
        new("no descriptor of the launcher's passes", async run =>
        {
            // The listing has a descriptor of its own, the one after the streams.
            Outcome outcome = await run.RunAsync(run.Command("/bin/ls", "/proc/self/fd"));
            Assert.Equal(["0", "1", "2", "3"], outcome.Output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Order());
        }),
        new("the working directory is not a descriptor of the host", async run =>
            Assert.Equal("/\n", (await run.RunAsync(run.Command("/bin/readlink", "/proc/self/cwd"))).Output)),
        new("extra descriptors arrive at 3 and 4", async run =>
        {
            if (!run.Subject.PassesExtraDescriptors)
            {
                Assert.Skip($"{run.Backend.Name} passes the standard streams only");
            }

            using Pipe first = Pipe.Create();
            using Pipe second = Pipe.Create();
            LiveContainer container = await run.PrepareAsync(
                run.Shell("echo three >&3; echo four >&4; test -e /proc/self/fd/5 && exit 5; exit 0"), "", extra: (SafeHandle[])[first.WriteEnd, second.WriteEnd]);
            await container.Container.StartAsync(CancellationToken.None);
            container.Connected();
            Assert.Equal(0, (await container.EndAsync()).Status.Code);
            Assert.Equal(("three\n", "four\n"), (Text(first), Text(second)));
        }),
        new("the caller's descriptors stay the caller's", async run =>
        {
            using Pipe pipe = Pipe.Create();
            ContainerSpec spec = run.Shell("echo hello");
            run.SkipWhatIsLacking(spec);
            await using (IContainer container = await run.Backend.PrepareAsync(spec, new ContainerIo { Output = CaseRun.Borrow(pipe.WriteEnd) }, CancellationToken.None))
            {
                await container.StartAsync(CancellationToken.None);
                await container.Exited.WaitAsync(CaseRun.Patience);
            }

            pipe.WriteEnd.Write(" and more"u8);
            Assert.Equal("hello\n and more", Text(pipe));
        }),
        ContractCase.Prints("the file mode mask is 022", "umask", "0022"),
        ContractCase.Prints("the payload has a session of its own", "awk '{ print $6 == $1 }' /proc/1/stat", "1"),
    ];

    private static string Text(Pipe pipe)
    {
        byte[] buffer = new byte[256];
        return System.Text.Encoding.UTF8.GetString(buffer, 0, pipe.ReadEnd.Read(buffer));
    }
}
