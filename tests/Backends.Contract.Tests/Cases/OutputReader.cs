using System.Text;
using Helios.Linux;
using Microsoft.Win32.SafeHandles;

namespace Helios.Backends.Contract.Tests;

/// <summary>Reads a stream of a container as it comes, and lets a case wait for a text in it.</summary>
public sealed class OutputReader
{
    private readonly Lock _gate = new();
    private readonly StringBuilder _text = new();
    private readonly List<(string Text, TaskCompletionSource Seen)> _awaited = [];
    private readonly Task _reading;

    public OutputReader(SafeFileHandle handle)
        => _reading = Task.Factory.StartNew(() => Read(handle), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    public string Text
    {
        get
        {
            lock (_gate)
            {
                return _text.ToString();
            }
        }
    }

    /// <summary>A reader of a pipe; it closes the end when all has been read.</summary>
    public static OutputReader Of(PipeEnd end)
    {
        SafeFileHandle handle = new(end.Number, ownsHandle: true);
        end.SetHandleAsInvalid();
        return new OutputReader(handle);
    }

    /// <summary>Waits until the text has come.</summary>
    public async Task ExpectAsync(string text)
    {
        TaskCompletionSource seen = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_text.ToString().Contains(text, StringComparison.Ordinal))
            {
                return;
            }

            _awaited.Add((text, seen));
        }

        Task first = await Task.WhenAny(seen.Task, _reading).WaitAsync(CaseRun.Patience);
        Assert.True(Text.Contains(text, StringComparison.Ordinal), $"'{text}' never came{(first == _reading ? " before the end" : "")}; there was: {Text}");
    }

    /// <summary>All there is, once the stream has ended.</summary>
    public async Task<string> ToEndAsync()
    {
        await _reading.WaitAsync(CaseRun.Patience);
        return Text;
    }

    private void Read(SafeFileHandle handle)
    {
        using FileStream stream = new(handle, FileAccess.Read, bufferSize: 0);
        byte[] buffer = new byte[64 * 1024];
        Decoder decoder = Encoding.UTF8.GetDecoder();
        char[] characters = new char[buffer.Length];
        while (true)
        {
            int count;
            try
            {
                count = stream.Read(buffer);
            }
            catch (IOException)
            {
                // A terminal whose last process has gone answers EIO.
                return;
            }

            if (count == 0)
            {
                return;
            }

            lock (_gate)
            {
                _text.Append(characters, 0, decoder.GetChars(buffer, 0, count, characters, 0));
                string all = _text.ToString();
                _awaited.FindAll(wait => all.Contains(wait.Text, StringComparison.Ordinal)).ForEach(static wait => wait.Seen.TrySetResult());
            }
        }
    }
}
