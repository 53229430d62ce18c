using System.Runtime.InteropServices;
using Helios.Linux;

namespace Helios.Shell;

/// <summary>Subshells and command substitution.</summary>
internal sealed partial class Executor
{
    private const int KilledByPipe = 141;

    /// <summary>Whether it ended because nobody read what it wrote.</summary>
    internal bool IsBrokenPipe { get; private set; }

    /// <summary>Runs something as a shell environment of its own: whatever ends it ends nothing else.</summary>
    internal int RunToEnd(Func<int> run)
    {
        int status;
        try
        {
            status = run();
        }
        catch (ShellExitException exit)
        {
            status = exit.Status;
        }
        catch (BrokenPipeException)
        {
            IsBrokenPipe = true;
            status = KilledByPipe;
        }
        catch (CommandException failure)
        {
            Complain(failure.Message);
            status = failure.Status;
        }
        catch (ExpansionException failure)
        {
            Complain(failure.Message);
            status = 1;
        }
        catch (SpawnException failure)
        {
            Complain(failure.Message);
            status = NotExecutable;
        }
        catch (InterruptedException) when (!IsMain)
        {
            status = 128 + (int)SignalNumbers.SIGINT;
        }

        return RunExitTrap(status);
    }

    private int RunSubshell(Subshell subshell)
    {
        ShellState state = State.CopyForSubshell();
        try
        {
            Executor inner = new(this, state, isOnThread: false);
            return inner.RunToEnd(() =>
            {
                new Redirector(state, inner._expander).Apply(subshell.Redirections, state.Files);
                return inner.Run(subshell.Body);
            });
        }
        finally
        {
            Process.Adopt(state.Jobs.Abandon());
            state.Dispose();
        }
    }

    private int RunSubshellProcess(Pipeline pipeline)
    {
        Job job = new(SyntaxPrinter.Print(pipeline));
        bool isKept = false;
        try
        {
            StartSubshellProcess(job, this, SyntaxPrinter.PrintWhole(pipeline.Stages[0].Command), isForeground: true);
            return WaitInForeground(job, out isKept);
        }
        finally
        {
            if (!isKept)
            {
                job.Dispose();
            }
        }
    }

    private void StartSubshellProcess(Job job, Executor stage, string text, bool isForeground)
    {
        using SubshellProgram program = SubshellProgram.Write(stage.State, text);
        ShellState state = stage.State;
        FileTable outside = state.Files;
        state.Files = outside.Copy();
        try
        {
            if (!isForeground && !ControlsJobs && job.Parts.Count == 0)
            {
                state.Files.Set(0, new OpenFile(FileFd.Open("/dev/null", OpenFlags.O_RDONLY)));
            }

            ProgramLaunch launch = new(state, SubshellProgram.Executable, [state.Name, .. Process.SelfArguments, program.Argument], state.Variables.Environment)
            {
                Inherited = program.Descriptor,
            };
            job.Add(Launch(job, Prepare(launch, job, isForeground)));
        }
        finally
        {
            state.Files.Dispose();
            state.Files = outside;
        }
    }

    /// <summary>Runs commands and returns what they write.</summary>
    internal string CaptureText(CommandList program) => Capture(program);

    /// <summary>Runs a command substitution and returns what it has written, without the ends of its last lines.</summary>
    private string Capture(CommandList program)
    {
        if (program.Items.Count == 0)
        {
            _substitutionStatus = 0;
            return "";
        }

        using Pipe pipe = Pipe.Create();
        ShellState state = State.CopyForSubshell();
        state.Files.Set(1, new OpenFile(pipe.WriteEnd));
        // Whatever fills the pipe is read while it runs.
        using OutputCollector output = new(pipe.ReadEnd);
        Executor inner = new(this, state, isOnThread: false);
        try
        {
            int status = inner.RunToEnd(() => inner.Run(program));
            _substitutionStatus = status;
            State.LastStatus = status;
        }
        finally
        {
            Process.Adopt(state.Jobs.Abandon());
            state.Dispose();
        }

        return output.Finish();
    }
}

/// <summary>Reads a pipe to its end on a thread of its own.</summary>
internal sealed class OutputCollector : IDisposable
{
    private readonly List<byte> _bytes = [];
    private readonly Thread _thread;

    internal OutputCollector(PipeEnd source)
    {
        _thread = new Thread(() => Read(source), 256 * 1024) { IsBackground = true, Name = "helios shell substitution" };
        _thread.Start();
    }

    /// <summary>Waits for the end: until the last process that has the pipe has closed it.</summary>
    internal string Finish()
    {
        _thread.Join();
        ReadOnlySpan<byte> bytes = CollectionsMarshal.AsSpan(_bytes);
        while (bytes is [.., (byte)'\n'])
        {
            bytes = bytes[..^1];
        }

        return ByteText.Decode(bytes);
    }

    /// <inheritdoc/>
    public void Dispose() => _thread.Join();

    private void Read(PipeEnd source)
    {
        byte[] buffer = new byte[65536];
        int count;
        while ((count = DescriptorIo.TryRead(source, buffer, out _)) > 0)
        {
            // A word cannot hold a NUL.
            foreach (byte b in buffer.AsSpan(0, count))
            {
                if (b != 0)
                {
                    _bytes.Add(b);
                }
            }
        }
    }
}
