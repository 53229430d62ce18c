using System.Collections.Immutable;
using Helios.Control;
using Helios.Linux;

namespace Helios.Cli;

/// <summary><c>helios top</c>: all containers on a full screen, with keys for what one does next.</summary>
internal sealed class TopVerb : DaemonVerb
{
    private readonly CliOption _interval = IntervalOption.Of(2);
    private readonly FileFd _input = FileFd.Borrow(0);

    internal TopVerb()
        : base("top", "Shows all containers on a full screen, with keys to act on them")
        => AddWithSocket(_interval);

    /// <inheritdoc/>
    internal override string Usage => "[--interval SECONDS]";

    /// <inheritdoc/>
    internal override ImmutableArray<Example> Examples => [new("helios top", "arrows choose, q leaves")];

    /// <inheritdoc/>
    protected override int Run(DaemonSession daemon, OptionValues options, ImmutableArray<string> rest, CliConsole console)
    {
        NoArguments(rest);
        TimeSpan interval = IntervalOption.Read(options, _interval) ?? TimeSpan.FromSeconds(2);
        if (!Terminal.Is(_input))
        {
            throw new CliException("needs a terminal; 'helios ps' and 'helios stats' print lines");
        }

        using TopTerminal terminal = new(_input, console);
        using TopLog log = new();
        TopModel model = new();
        while (true)
        {
            model = Refresh(daemon, log, model);
            terminal.Paint(model);
            if (!Poll.WaitReadable(_input, interval))
            {
                continue;
            }

            string typed = ReadKeys();
            if (typed.Length == 0)
            {
                return 0;
            }

            foreach (string key in TopKeys.Split(typed))
            {
                if (key is "q" or "\u0003")
                {
                    return 0;
                }

                model = key is "l" or "e" ? Leave(daemon, console, terminal, model, key) : Act(daemon, model, key);
            }
        }
    }

    private static TopModel Refresh(DaemonSession daemon, TopLog log, TopModel model)
    {
        ImmutableArray<ContainerLine> lines = daemon.Ask<Reply.Containers>(new Request.List(All: true)).Lines;
        ImmutableArray<FiguresLine> figures = daemon.Ask<Reply.Figures>(new Request.GetFigures([])).Lines;
        TopModel next = model.With(lines, figures, TimeProvider.System.GetUtcNow());
        return next with { Log = log.Of(daemon.Client, next.Chosen) };
    }

    private static TopModel Act(DaemonSession daemon, TopModel model, string key)
    {
        ContainerLine? chosen = model.Containers.FirstOrDefault(line => line.Name == model.Chosen);
        ChangeVerb change = key switch
        {
            "s" => ChangeVerb.Stop,
            "S" => ChangeVerb.Start,
            "r" => ChangeVerb.Restart,
            "k" => ChangeVerb.Kill,
            "p" => chosen?.State == "paused" ? ChangeVerb.Resume : ChangeVerb.Pause,
            _ => ChangeVerb.None,
        };
        if (change == ChangeVerb.None || chosen is null)
        {
            return key switch
            {
                "\e[A" or "\eOA" => model.Move(-1),
                "\e[B" or "\eOB" => model.Move(1),
                "\e[5~" => model.Move(-10),
                "\e[6~" => model.Move(10),
                _ => model,
            };
        }

        // In the background: stopping may take its grace, and the picture shows how it goes.
        ThreadPool.UnsafeQueueUserWorkItem(_ => Change(daemon, chosen.Name, change), null);
        return model with { Message = $"{change.ToString().ToLowerInvariant()} {chosen.Name}" };
    }

    private static void Change(DaemonSession daemon, string name, ChangeVerb change)
    {
        try
        {
            using ControlClient client = daemon.Open();
            client.Ask<Reply>(new Request.Change(name, change));
        }
        catch (Exception refused) when (refused is ControlException or IOException)
        {
            // The state on the screen is the answer.
        }
    }

    // The screen is given back while something else has the terminal.
    private static TopModel Leave(DaemonSession daemon, CliConsole console, TopTerminal terminal, TopModel model, string key)
    {
        if (model.Chosen is not { } name)
        {
            return model;
        }

        terminal.Lend();
        try
        {
            if (key == "e")
            {
                ExecVerb.WithTerminal(daemon, new Request.Exec(name) { Command = ["/bin/sh"], Terminal = true, Size = HostTerminal.Size() }, DetachKeys.Parse(DetachKeys.Default), console);
            }
            else
            {
                LogsVerb.Follow(daemon, [name], new LogChoice { Tail = 200 }, new LogPrinter([name], timestamps: true, colours: false));
                console.Output.Write("-- Enter goes back --");
                console.Flush();
                HostTerminal.ReadLine();
            }

            return model with { Message = "" };
        }
        catch (Exception refused) when (refused is ControlException or CliException)
        {
            return model with { Message = refused.Message };
        }
        finally
        {
            console.Flush();
            terminal.TakeBack();
        }
    }

    private string ReadKeys()
    {
        Span<byte> buffer = stackalloc byte[64];
        int count = DescriptorIo.Read(_input, buffer);
        return System.Text.Encoding.Latin1.GetString(buffer[..count]);
    }
}
