namespace Helios.Linux;

/// <summary>One record of a script, for printing.</summary>
/// <param name="Index">Its place in the script, from zero.</param>
/// <param name="Label">The step in words: <c>mount proc on /proc</c>.</param>
/// <param name="SyscallNumber">The call; negative for a step that is no system call, such as a copy inside the arena.</param>
/// <param name="Text">As strace would show it: <c>mount("proc", "/proc", "proc", 0xe, 0) => r7</c>.</param>
public sealed record SpawnRecordView(int Index, string Label, long SyscallNumber, string Text);
